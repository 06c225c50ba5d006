"""Why the system or the network refuses, in a few words: a part of other messages."""

from __future__ import annotations

from engine.model.message import N_, Code


class SystemReason(Code):
    """The reasons of the operating system that people meet; `OTHER` has its own words, English."""

    NO_SUCH_FILE = "system_no_such_file", N_("No such file or directory")
    PERMISSION_DENIED = "system_permission_denied", N_("Permission denied")
    NOT_PERMITTED = "system_not_permitted", N_("Operation not permitted")
    FILE_EXISTS = "system_file_exists", N_("File exists")
    NOT_A_DIRECTORY = "system_not_a_directory", N_("Not a directory")
    IS_A_DIRECTORY = "system_is_a_directory", N_("Is a directory")
    NO_PLAIN_FILE = "system_no_plain_file", N_("No plain file, but a pipe, a socket or a device")
    NO_SPACE = "system_no_space", N_("No space left on device")
    QUOTA_EXCEEDED = "system_quota_exceeded", N_("Disk quota exceeded")
    READ_ONLY = "system_read_only", N_("Read-only file system")
    IO_ERROR = "system_io_error", N_("Input/output error")
    TOO_MANY_FILES = "system_too_many_files", N_("Too many open files")
    NO_MEMORY = "system_no_memory", N_("Cannot allocate memory")
    CONNECTION_REFUSED = "system_connection_refused", N_("Connection refused")
    CONNECTION_RESET = "system_connection_reset", N_("Connection reset by peer")
    BROKEN_PIPE = "system_broken_pipe", N_("Broken pipe")
    TIMED_OUT = "system_timed_out", N_("Connection timed out")
    NO_ROUTE = "system_no_route", N_("No route to host")
    NETWORK_UNREACHABLE = "system_network_unreachable", N_("Network is unreachable")
    OTHER = "system_other", "{words}"


class NetworkReason(Code):
    """Why a connection is of no use."""

    NO_ANSWER = "network_no_answer", N_("no answer in time")
    CLOSED = "network_closed", N_("the server closed the connection")
    ENDLESS_LISTING = "network_endless_listing", N_("a listing without end")
    ENDLESS_ANSWER = "network_endless_answer", N_("an answer without end")
    ABSURD_ANSWER = "network_absurd_answer", N_("an answer that makes no sense")
    NOT_ENCRYPTED = "network_not_encrypted", N_("the connection is not encrypted")
    NO_SSH_GREETING = "network_no_ssh_greeting", N_("no SSH greeting in time")
    NO_SSH_SERVER = (
        "network_no_ssh_server",
        N_("what answers there is no SSH server, or it is too busy"),
    )
    OTHER = "network_other", "{words}"
