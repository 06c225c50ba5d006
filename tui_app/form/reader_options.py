"""How a form that is being edited would have a list read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from engine.lists.layouts.built_in import own_layout
from engine.lists.layouts.custom import all_layouts
from engine.lists.layouts.layout import Layout
from engine.lists.payments.expected import ExpectedPayments, account_range
from engine.messages.layout_faults import LayoutFault
from engine.model.errors import ConfigError
from tui_app.form.fields import split
from tui_app.form.form import Form


class ReaderOptions(NamedTuple):
    """What `read_list` wants to know."""

    type: str
    content: str
    encoding: str
    layouts: dict[str, Layout]
    expected: ExpectedPayments = ExpectedPayments()


def reader_options_of(form: Form) -> ReaderOptions:
    """Return what the form of an interface or of an own layout says now. Raises `ConfigError` for a
    layout that cannot be.
    """
    texts = form.texts()
    if form.key[0] == "interfaces":
        layouts = all_layouts(form.configuration.settings.layouts)
        return ReaderOptions(
            texts["file.type"],
            texts["file.content"],
            texts["file.encoding"],
            layouts,
            _expected(form, texts),
        )
    name = form.key[1]
    columns = {
        field.key[-1]: tuple(form.words(field))
        for section in form.sections
        for field in section.fields
        if field.key[2:3] == ("columns",) and form.text(field)
    }
    ignore = tuple(split(texts["ignore"]))
    layout = own_layout(name, texts["base"], texts["content"], columns, ignore)
    return ReaderOptions(name, texts["content"], "auto", {name: layout})


def _expected(form: Form, texts: Mapping[str, str]) -> ExpectedPayments:
    """Whose a payment file must be by what the form says. Raises `ConfigError` for an account that
    is none.
    """
    ranges = form.words(form.field("file", "money_accounts"))
    try:
        return ExpectedPayments(
            consultant=texts["file.consultant"],
            client=texts["file.client"],
            debtors=account_range(texts["file.debtors"]) if texts["file.debtors"] else None,
            money_accounts=tuple(map(account_range, ranges)),
            accounts=tuple(form.words(form.field("file", "accounts"))),
        )
    except ValueError as error:
        raise ConfigError(LayoutFault.NO_ACCOUNT, account=str(error)) from None
