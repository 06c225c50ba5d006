"""Checks of a store on PostgreSQL: its server, its standbys, and the hosts that work with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from engine.common.i18n import _, format_number
from engine.common.sanitize import sanitize
from engine.doctor.checkup import Checkup
from engine.doctor.finding import Finding
from engine.model.errors import ExitCode
from engine.store.opening import server_state

_SKEW = 2.0
"""Seconds by which clocks may differ."""


def check_database(checkup: Checkup) -> Iterator[Finding]:
    """Nothing where the store is in the data folder."""
    before = datetime.now(UTC)
    state = server_state(checkup.data)
    if state is None:
        return
    standbys = ", ".join(map(sanitize, state.standbys)) or _("none")
    text = _("PostgreSQL {version}; standbys: {standbys}.")
    yield _finding(text.format(version=sanitize(state.version), standbys=standbys))
    if checkup.settings.store.remove_when == "replicated" and not state.standbys:
        yield _finding(
            _("No standby is to be seen, and lists are removed only once one has them."),
            _("Start one, or let the user see it: grant pg_monitor to opos."),
        )
    after = datetime.now(UTC)
    skew = max((before - state.clock).total_seconds(), (state.clock - after).total_seconds())
    if skew > _SKEW:
        yield _finding(
            _("The clock of this computer and the server's differ by {n} seconds.").format(
                n=format_number(round(skew))
            ),
            _("Let both follow a time server: due times and dates of payment go by them."),
        )
    mine = (version("opos-import"), checkup.configuration.fingerprint)
    for worker in state.workers:
        if (worker.version, worker.configuration) != mine:
            yield _finding(
                _("{host} works with this store, too, by another configuration or opos.").format(
                    host=sanitize(worker.host)
                ),
                _("Make both the same; one list must not mean two things."),
            )


def _finding(text: str, advice: str = "") -> Finding:
    code = ExitCode.WITH_WARNINGS if advice else ExitCode.OK
    return Finding(check="database", exit_code=code, text=text, advice=advice)
