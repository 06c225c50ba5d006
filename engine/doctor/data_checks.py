"""Checks of the data folder: its lock, its store, its archive."""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.file_lock import Holder
from engine.common.i18n import _, format_number, ngettext, render
from engine.common.sanitize import sanitize
from engine.doctor.checkup import Checkup
from engine.doctor.finding import Finding
from engine.model.errors import ExitCode
from engine.store.opening import open_archive, open_store, runs_at_work


def check_lock(checkup: Checkup) -> Iterator[Finding]:
    """Say which runs are at work, and whether they should have ended."""
    found = runs_at_work(checkup.data)
    if not found:
        yield Finding(check="lock", text=_("No run is at work."))
    for interface, holder in found:
        yield _at_work(checkup, holder, interface)


def _at_work(checkup: Checkup, holder: Holder, interface: str) -> Finding:
    minutes = int((checkup.now - holder.since).total_seconds() // 60)
    text = ngettext(
        "A run is at work: process {pid} on {host}, for {n} minute.",
        "A run is at work: process {pid} on {host}, for {n} minutes.",
        minutes,
    )
    text = text.format(pid=holder.pid, host=sanitize(holder.host), n=format_number(minutes))
    if minutes <= checkup.settings.window.run_minutes:
        return Finding(check="lock", interface=interface, text=text)
    advice = _(
        "It should have ended. Stop that process; the lock frees itself, and the next run"
        " begins anew."
    )
    return Finding(
        check="lock", interface=interface, exit_code=ExitCode.LOCKED, text=text, advice=advice
    )


def check_store(checkup: Checkup) -> Iterator[Finding]:
    """Read the store, and name the imports that are held."""
    store = open_store(checkup.data)
    n = sum(map(len, store.item_blocks()))
    text = ngettext(
        "The store can be read, and holds {n} item.",
        "The store can be read, and holds {n} items.",
        n,
    )
    yield Finding(check="store", text=text.format(n=format_number(n)))
    for held in store.waiting():
        text = _("{name} was held by the guard on {day}, and waits for someone to decide.")
        yield Finding(
            check="held",
            interface=held.interface,
            exit_code=ExitCode.WITH_WARNINGS,
            text=text.format(name=sanitize(held.file), day=checkup.day(held.at)),
            advice=_(
                "`opos show {run}` says why; `opos release {run} --reason TEXT` carries it out."
            ).format(run=held.run),
        )


def check_archive(checkup: Checkup) -> Iterator[Finding]:
    """Follow the chain over the originals; `opos verify` reads the originals too."""
    archive = open_archive(checkup.data)
    for problem in archive.chain_problems():
        advice = _("`opos verify` says all that does not agree; restore the archive from a backup.")
        text = render(problem)
        yield Finding(check="archive", exit_code=ExitCode.STORE, text=text, advice=advice)
        return
    if torn := archive.torn_end():
        yield Finding(
            check="archive",
            exit_code=ExitCode.WITH_WARNINGS,
            text=_("The end of the chain was torn off once, and is kept in {path}.").format(
                path=sanitize(str(torn))
            ),
            advice=_("If `opos verify` finds that all agree, delete that file."),
        )
    lines = list(archive.chain())
    if not lines:
        yield Finding(check="archive", text=_("The archive is empty."))
        return
    last, end = lines[-1]
    text = ngettext(
        "{n} original; the chain ends on {day} with {hash}.",
        "{n} originals; the chain over them ends on {day} with {hash}.",
        len(lines),
    )
    yield Finding(
        check="archive",
        text=text.format(n=format_number(len(lines)), day=checkup.day(last.at), hash=end[:16]),
    )
