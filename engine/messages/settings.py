"""Why a file of the configuration, or one beside it, cannot be read or written."""

from __future__ import annotations

from engine.model.message import N_, Code


class ConfigFileFault(Code):
    """What the system refuses."""

    UNREADABLE = (
        "config_unreadable",
        N_("{path} cannot be read: {error}."),
        N_("Give the user that opos runs as the right to read it."),
    )
    NOT_BEGUN = (
        "config_not_begun",
        N_("{path} cannot be written: {error}."),
        N_("`opos -c FILE` chooses another place."),
    )
    FOLDER_UNUSABLE = (
        "config_folder_unusable",
        N_("{path} cannot be used: {error}."),
        N_(
            "Give yourself the right to read and write the folder of the configuration; nothing"
            " was saved."
        ),
    )
    NOT_SAVED = (
        "config_not_saved",
        N_("{path} cannot be saved: {error}. It is as it was."),
        N_(
            "Make room, or give yourself the right to write the file and its folder; nothing else"
            " was changed."
        ),
    )
    NOT_NOTED = (
        "config_change_not_noted",
        N_("The change of the configuration cannot be noted in {path}: {error}. Nothing is saved."),
        N_("Make room, or give yourself the right to write the data folder."),
    )
    DRAFT_UNUSABLE = (
        "draft_unusable",
        N_("{path} cannot be used: {error}."),
        N_("Changes of the configuration are kept there when the app ends before they are saved."),
    )


class VersionFault(Code):
    """Why a former version of the configuration cannot be shown or put back."""

    UNKNOWN = (
        "config_version_unknown",
        N_("There is no version {number} of the configuration."),
        N_("`opos config history` lists them."),
    )
    NOT_KEPT = (
        "config_version_not_kept",
        N_("The text of version {number} was not kept: opos up to 0.1 noted only the change."),
        N_("`opos config history` shows what was kept."),
    )
    UNREADABLE = (
        "config_version_unreadable",
        N_("The kept version {path} cannot be read: {error}."),
        N_("Restore a backup of the data folder, or choose another version."),
    )
    CHANGED = (
        "config_version_changed",
        N_("The kept version {path} is not as it was."),
        N_("Restore a backup of the data folder, or choose another version."),
    )
    PASSWORDS_UNREADABLE = (
        "config_passwords_unreadable",
        N_("{path} is no TOML, and passwords are not kept with the versions."),
        N_("Correct it with a text editor first; `opos check` names the line."),
    )
    REST_UNREADABLE = (
        "config_rest_unreadable",
        N_("{path} is no TOML: no table of it can be put back alone."),
        N_("Restore the whole version, or correct the file with a text editor."),
    )
    NOTHING_TO_RESTORE = (
        "config_version_same",
        N_("The configuration is as version {number} has it already."),
    )
