"""A run on one host, looked at on another that shares its PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.journal.events import Progress
from engine.settings.load import load_settings
from engine.store.opening import begin_journal, run_lock
from engine.store.postgresql.database import Database
from tests.factories import item
from tests.servers.postgresql import PostgreSQL
from tests.store.postgresql.hosts import Host
from tests.tui.conftest import IMPORTED, seen, started, wait_for
from tests.tui.screens.runs.test_live import PLANNED, READ, server
from tui_app.app import OposApp


async def test_a_run_of_another_host_is_followed_while_it_goes_on(hosts: tuple[Host, Host]) -> None:
    one, other = hosts
    one.hold(item("RE-1"))
    app = OposApp(load_settings(other.config))
    async with app.run_test(size=(140, 24)) as pilot:
        await wait_for(lambda: "datev" in seen(app), "the list")
        with (
            run_lock(one.data, "datev"),
            begin_journal(one.data, "datev", datetime.now(UTC)) as journal,
        ):
            journal.write(started(host="one"))
            await wait_for(lambda: "running" in seen(app), "the run in the list")
            await pilot.press("L")
            journal.write(server(7))
            await wait_for(lambda: "server-7" in seen(app), "its first line")
            for event in (
                READ,
                PLANNED,
                Progress(name="OPOS.csv", step="fetch", done=2_100_000, total=2_600_000),
            ):
                journal.write(event)
            await wait_for(
                lambda: "412 rows: 37 paid, 2 part paid, 370 unchanged" in seen(app), "its sums"
            )
            journal.write(IMPORTED)
            await wait_for(lambda: "imported" in seen(app).lower(), "its end")
        await pilot.press("escape")
        await wait_for(lambda: "running" not in seen(app), "that nothing runs any more")


async def test_a_run_whose_host_was_cut_off_is_not_running_for_ever(
    hosts: tuple[Host, Host], postgres: PostgreSQL, database: Database
) -> None:
    one, other = hosts
    one.hold(item("RE-1"))
    app = OposApp(load_settings(other.config))
    async with app.run_test(size=(140, 24)):
        with begin_journal(one.data, "datev", datetime.now(UTC)) as journal:
            journal.write(started(host="one"))
            await wait_for(lambda: "running" in seen(app), "the run")
            postgres.execute(
                f"update {database.schema}.leases set expires = clock_timestamp(), token ="
                " gen_random_uuid()"
            )
            await wait_for(lambda: "interrupted" in seen(app).lower(), "that it is gone")
