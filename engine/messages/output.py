"""Why a file that somebody asked for cannot be written."""

from __future__ import annotations

from engine.model.message import N_, Code


class OutputFault(Code):
    """What the system refuses."""

    TABLE = (
        "table_unwritable",
        N_("{path} cannot be written: {error}."),
        N_("Choose another place."),
    )
    TEMPLATE = (
        "template_unwritable",
        N_("{name} cannot be written: {error}."),
        N_("Choose a folder in which you may write."),
    )
