"""Why lists cannot be fetched from where they lie: unreachable, refused, not to be trusted."""

from __future__ import annotations

from engine.model.message import N_, Code

_NEXT_RUN = N_("The next run tries again.")
_ASK_FOR_RIGHTS = N_(
    "Ask the server's operator for the right to read, delete and rename files in this directory."
)
_WHERE_DIRECTORY = N_(
    "Correct `directory`; without a slash before it, it counts from where the login begins."
)


class SourceFault(Code):
    """Why a server or a folder cannot be used, or a file on it."""

    LOOK_UP_TOO_LONG = (
        "name_look_up_too_long",
        N_("The name {host} could not be looked up within {seconds} seconds."),
        N_("Check the name server of this machine; the next run tries again."),
    )
    NAME_UNKNOWN = (
        "host_name_unknown",
        N_("The name {host} is not known."),
        N_("Check `host`, and the name server of this machine."),
    )
    UNREACHABLE = (
        "host_unreachable",
        N_("{host}, port {port}, cannot be reached: {cause}."),
        N_("Check `host` and `port`, the firewall between, and whether the server runs."),
    )
    BROKE_OFF = "broke_off", N_("The connection to {host} broke off: {cause}."), _NEXT_RUN
    SSH_BROKE_OFF = (
        "ssh_broke_off",
        N_("The connection to {host} broke off: {cause}."),
        N_("Check that an SSH server listens on this port; the next run tries again."),
    )
    REFUSED = "server_refused", N_("{path}: the server refused: {answer}"), _ASK_FOR_RIGHTS
    NO_DIRECTORY = (
        "no_directory",
        N_("The directory {path} does not exist on the server."),
        _WHERE_DIRECTORY,
    )
    DIRECTORY_CLOSED = (
        "directory_closed",
        N_("The directory {path} cannot be entered: {answer}"),
        _WHERE_DIRECTORY,
    )
    NO_SFTP = (
        "no_sftp",
        N_("{host} accepted the login, but offers no SFTP to this user: {cause}."),
        N_("Ask the server's operator to allow SFTP for this user."),
    )
    NO_FOLDER = (
        "no_folder",
        N_("{path} does not exist."),
        N_("Make the folder, or correct `directory`."),
    )
    FOLDER_DENIED = (
        "folder_denied",
        N_("{path}: access denied."),
        N_("Give the user that opos runs as the right to read and to change this folder."),
    )
    FOLDER_IS_LINK = (
        "folder_is_link",
        N_("{path} is a link, and whoever can change it could lead our files anywhere."),
        N_("Put a folder there, or name the real one in the configuration."),
    )
    FOLDER_FAILED = "folder_failed", "{path}: {cause}.", _NEXT_RUN
    CUT = (
        "transfer_cut",
        N_("The transfer of {name} ended after {size} of {expected} bytes."),
        N_("Nothing was imported from it; the next run tries again."),
    )
    MORE_THAN_ANNOUNCED = (
        "more_than_announced",
        N_("The server sends more of {name} than the {size} bytes that it announced."),
        N_("Nothing was imported from it; the next run tries again."),
    )
    SPOOL = (
        "spool_unwritable",
        N_("{path} cannot be written: {error}."),
        N_("Check the free space and the rights of data_dir; nothing was changed on the server."),
    )
    NOT_DELETED = (
        "server_did_not_delete",
        N_("The server says that it deleted {name}, but the file is still there."),
        N_(
            "Ask the server's operator; meanwhile opos passes over the file, since it knows its"
            " content."
        ),
    )
    CHANGED_MEANWHILE = (
        "file_changed_meanwhile",
        N_("{name} has changed on the server since it was read, and stays there."),
        N_("The next run takes it as a new file."),
    )
