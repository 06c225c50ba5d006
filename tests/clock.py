"""A clock that only a test turns."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


class Clock(datetime):
    """Stands for `datetime` in a module that asks what time it is: always `moment`.

    All tests share it; whoever puts it in a module's place sets the moment first.
    """

    moment: datetime

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return cls.moment.astimezone(tz or UTC)
