"""A bare Textual application with a table as large as the first screen of opos: what any such
application costs.
"""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer

COLUMNS = ("Group", "Name", "Branch", "Server", "Client", "Start", "Use", "Next run", "Last run")


class Bare(App[None]):
    BINDINGS = [("q", "quit", "Quit"), ("j", "down", "Down")]  # noqa: RUF012 - as Textual declares it

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        for line in range(30):
            table.add_row(*(f"{column} {line}" for column in COLUMNS))

    def action_down(self) -> None:
        self.query_one(DataTable).action_cursor_down()


if __name__ == "__main__":
    Bare().run()
