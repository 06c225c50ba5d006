"""How a form that is being edited would have a list read."""

from __future__ import annotations

from typing import NamedTuple

from engine.lists.layouts.built_in import own_layout
from engine.lists.layouts.custom import all_layouts
from engine.lists.layouts.layout import Layout
from tui_app.form.fields import split
from tui_app.form.form import Form


class ReaderOptions(NamedTuple):
    """What `read_list` wants to know."""

    type: str
    content: str
    encoding: str
    layouts: dict[str, Layout]


def reader_options_of(form: Form) -> ReaderOptions:
    """Return what the form of an interface or of an own layout says now. Raises `ConfigError` for a
    layout that cannot be.
    """
    texts = form.texts()
    if form.key[0] == "interfaces":
        layouts = all_layouts(form.configuration.settings.layouts)
        return ReaderOptions(
            texts["file.type"], texts["file.content"], texts["file.encoding"], layouts
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
