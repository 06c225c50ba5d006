"""Why a file of an export does not get where it belongs."""

from __future__ import annotations

from engine.model.message import N_, Code

_NEXT_RUN = N_("The next run tries again; later files wait for this one.")


class ExportFault(Code):
    """What keeps a file waiting."""

    NAME_TAKEN = (
        "export_name_taken",
        N_("{name} lies in {address} already, with another content; it was not overwritten."),
        N_("Take that file away; the next run puts ours there, and later files wait for it."),
    )
    NOT_WHOLE = (
        "export_not_whole",
        N_("{name}: only {size} of {expected} bytes arrived."),
        _NEXT_RUN,
    )
    NO_LETTER = (
        "export_no_letter",
        N_("{text} cannot be written in {encoding}, and another number must not go out for it."),
        N_('Set encoding = "utf-8-sig" for this export.'),
    )
    RECORD_DAMAGED = (
        "export_record_damaged",
        N_("{path}, which says what went, cannot be read: {error}."),
        N_(
            "Put back a copy of it. Without that file everything is sent again, from the first"
            " file on."
        ),
    )
    RECORD_UNWRITABLE = (
        "export_record_unwritable",
        N_("{path} cannot be written: {error}."),
        _NEXT_RUN,
    )
