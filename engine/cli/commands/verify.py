"""`opos verify`: what does not agree, a line each."""

from __future__ import annotations

from engine.cli.commands import Answer, Line
from engine.common.data_folder import DataFolder
from engine.common.i18n import _, format_number, ngettext
from engine.doctor.verify import verify_problems
from engine.model.errors import ExitCode
from engine.store.archive import Archive
from engine.store.opening import open_store


def verify(data: DataFolder) -> Answer:
    """Every original and the whole history; 12 where anything does not agree."""
    store, archive = open_store(data), Archive(data.archive)
    found = 0
    for problem in verify_problems(store, archive):
        found += 1
        yield Line(problem, {"problem": problem})
    originals, items = sum(1 for _line in archive.chain()), len(store.items())
    checked = _("{originals} originals and {items} items checked: {result}").format(
        originals=format_number(originals),
        items=format_number(items),
        result=ngettext("{n} problem.", "{n} problems.", found).format(n=format_number(found))
        if found
        else _("all agree."),
    )
    yield Line(checked, {"originals": originals, "items": items, "problems": found})
    return ExitCode.STORE if found else ExitCode.OK
