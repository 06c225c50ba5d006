"""What is right by itself and wrong together: names that lead nowhere, settings that contradict one
another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from typing import get_args

from engine.common.i18n import _, advice_of, cause_of
from engine.common.loopback import is_loopback
from engine.common.nearest_word import one_of
from engine.common.sanitize import sanitize
from engine.lists.payments.kinds import PAYMENT_FILES, STATEMENTS
from engine.model.errors import ConfigError
from engine.settings.interface import Interface, LayoutName, SourceSettings
from engine.settings.model import OwnLayout, Settings
from engine.settings.validation.export_checks import export_mistakes
from engine.settings.validation.problems import Mistake
from engine.settings.validation.server_checks import (
    Found,
    no_such,
    one_password,
    place_of,
    server_mistakes,
)
from engine.settings.validation.store_checks import store_mistakes

_BUILT_IN = get_args(LayoutName)


def combination_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Everything that cannot work together, whichever interface it concerns."""
    for key, text in _general(settings):
        yield Mistake(key, text)
    for name, interface in settings.interfaces.items():
        for check in (_server, _file, _names, _posting, _schedule, _report):
            for key, text in check(interface, settings):
                yield Mistake(("interfaces", name, *key), text)
    for key, text in _two_for_one_file(settings):
        yield Mistake(key, text)
    for key, text in export_mistakes(settings):
        yield Mistake(key, text)


def _general(settings: Settings) -> Found:
    window = settings.window
    if window.earliest >= window.latest:
        yield (
            ("window", "latest"),
            _("must be later than earliest, {time}.").format(time=f"{window.earliest:%H:%M}"),
        )
    yield from store_mistakes(settings.store)
    for name, branch in settings.branches.items():
        if branch.mandant and branch.mandant not in settings.mandants:
            yield (
                ("branches", name, "mandant"),
                no_such("mandants", branch.mandant, settings.mandants),
            )
    for name, layout in settings.layouts.items():
        yield from _own_layout(name, layout)
    smtp = settings.smtp
    if smtp.security == "none" and smtp.user and not is_loopback(smtp.host):
        yield (
            ("smtp", "security"),
            _(
                '"none" would send the password for everyone on the way to read: use starttls or'
                " tls."
            ),
        )
    yield from one_password(smtp, "smtp")


def _own_layout(name: str, layout: OwnLayout) -> Found:
    from engine.lists.layouts.built_in import own_layout  # only for whoever has one

    if name in _BUILT_IN:
        yield ("layouts", name), _("is the name of a built-in layout: give your own another one.")
    try:
        own_layout(name, layout.base, layout.content, layout.columns, layout.ignore)
    except ConfigError as refused:
        yield ("layouts", name, "columns"), f"{cause_of(refused)} {advice_of(refused)}"


def _server(interface: Interface, _settings: Settings) -> Found:
    source = interface.source
    yield from server_mistakes(source, "source")
    if source.exclude and source.exclude in source.filename:
        yield ("source", "exclude"), _("is part of filename: no file could ever match.")


def _file(interface: Interface, settings: Settings) -> Found:
    file = interface.file
    if layout := settings.layouts.get(file.type):
        held = layout.content
    elif file.type in _BUILT_IN:
        is_of_payments = file.type in PAYMENT_FILES or (
            file.type == "payments_csv" and file.content != "settled"
        )
        held = "payments" if is_of_payments else file.content
    else:
        yield (
            ("file", "type"),
            _("there is no layout of this name.")
            + one_of(file.type, [*_BUILT_IN, *settings.layouts]),
        )
        return
    if file.type in STATEMENTS and not file.accounts:
        yield (
            ("file", "accounts"),
            _("must name the IBANs of our own accounts, or any bank statement would be taken."),
        )
    if held != file.content:
        yield (
            ("file", "content"),
            _('must be "{content}": that is what {layout} reads.').format(
                content=held, layout=file.type
            ),
        )


def _names(interface: Interface, settings: Settings) -> Found:
    mandants = interface.posting.mandants
    for mandant in mandants:
        if mandant not in settings.mandants:
            yield ("posting", "mandants"), no_such("mandants", mandant, settings.mandants)
    for name in interface.branches:
        branch = settings.branches.get(name)
        if branch is None:
            yield ("branches",), no_such("branches", name, settings.branches)
        elif mandants and branch.mandant and branch.mandant not in mandants:
            text = _(
                "{branch} belongs to Mandant {mandant}, which is not among the mandants below"
                " [posting]."
            )
            yield ("branches",), text.format(branch=name, mandant=sanitize(branch.mandant))


def _posting(interface: Interface, settings: Settings) -> Found:
    posting, content = interface.posting, interface.file.content
    if content in ("payments", "settled"):
        if posting.unlisted != "keep":
            yield (
                ("posting", "unlisted"),
                _('must be "keep": what is not in such a list may still be open.'),
            )
        if posting.delete_before_import:
            yield (
                ("posting", "delete_before_import"),
                _("must be false: such a list does not bring the open items back."),
            )
    if posting.paid_as_of == "tomorrow":
        for name in posting.mandants or settings.mandants:
            mandant = settings.mandants.get(name)
            if mandant and not mandant.future_postings:
                text = _('"tomorrow" needs future_postings = true below [mandants.{name}].')
                yield ("posting", "paid_as_of"), text.format(name=sanitize(name))


def _schedule(interface: Interface, settings: Settings) -> Found:
    schedule, window = interface.schedule, settings.window
    by_the_clock = schedule.interval in ("daily", "weekly", "monthly")
    if by_the_clock and not window.earliest <= schedule.time <= window.latest:
        text = _(
            "{time} is outside the window from {earliest} to {latest}, and runs start only within"
            " it: change one of them."
        )
        times = {"time": schedule.time, "earliest": window.earliest, "latest": window.latest}
        yield (
            ("schedule", "time"),
            text.format(**{name: f"{time:%H:%M}" for name, time in times.items()}),
        )
    if schedule.interval == "weekly" and not schedule.weekdays:
        yield ("schedule", "weekdays"), _("must name a day, or it never runs.")


def _report(interface: Interface, settings: Settings) -> Found:
    report, smtp = interface.report, settings.smtp
    if not report.everyone:
        return
    for key, value in (("host", smtp.host), ("sender", smtp.sender)):
        if not value:
            yield (
                ("report", "email"),
                _("needs {key} below [smtp], or no mail can be sent.").format(key=key),
            )
    if not report.on:
        yield ("report", "on"), _("must name an outcome, or no mail is ever sent.")


def _two_for_one_file(settings: Settings) -> Found:
    """Two enabled interfaces that look in one place for names of which one contains the other would
    take each other's lists.
    """
    by_place: dict[object, list[tuple[str, SourceSettings]]] = {}
    for name, interface in settings.interfaces.items():
        if interface.enabled:
            by_place.setdefault(place_of(interface.source), []).append((name, interface.source))
    pairs = chain.from_iterable(combinations(same, 2) for same in by_place.values())
    for (first, one), (second, other) in pairs:
        if _takes(one, other.filename) or _takes(other, one.filename):
            text = _(
                "interfaces.{other} looks in the same folder, and a file may match both: make them"
                " differ, or use exclude."
            )
            yield ("interfaces", second, "source", "filename"), text.format(other=first)


def _takes(source: SourceSettings, filename: str) -> bool:
    name, part, exclude = filename.casefold(), source.filename.casefold(), source.exclude.casefold()
    return part in name and not (exclude and exclude in name)
