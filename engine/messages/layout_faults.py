"""What is wrong with the layout a configuration names or describes."""

from __future__ import annotations

from engine.model.message import N_, Code


class LayoutFault(Code):
    """Why a layout cannot be read with."""

    LAYOUT_UNKNOWN = (
        "layout_unknown",
        N_("There is no layout {name}."),
        N_("Did you mean {names}?"),
    )
    FIELD_MISSPELT = (
        "layout_field_misspelt",
        N_("{where}: {key} is no field."),
        N_("Did you mean {field}?"),
    )
    FIELD_UNKNOWN = (
        "layout_field_unknown",
        N_("{where}: {key} is no field."),
        N_("Fields are: {fields}."),
    )
    HEADING_FOR_TWO_FIELDS = (
        "layout_heading_for_two_fields",
        N_("{where}: the heading {heading} is given for {one} and for {two}."),
        N_("Give each heading to one field only."),
    )
    INVOICE_NO_MISSING = (
        "layout_invoice_no_missing",
        N_("{where}: invoice_no is missing."),
        N_(
            "Say under which heading the invoice number stands, such as invoice_no ="
            ' ["Belegnummer"].'
        ),
    )
    NO_ACCOUNT = (
        "no_account",
        N_("{account} is no account and no range of accounts."),
        N_('Write one as "1200", and several as "1800-1899".'),
    )
