"""What one examination is about: whose configuration, which interfaces, at what time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.i18n import format_date
from engine.settings.load import Configuration
from engine.settings.model import Settings


class Checkup(msgspec.Struct, frozen=True):
    """Every check is a function that takes this, and yields what it found."""

    configuration: Configuration
    names: Sequence[str]
    """The interfaces that are looked at."""
    token: CancelToken
    now: datetime

    @property
    def settings(self) -> Settings:
        return self.configuration.settings

    @property
    def data(self) -> DataFolder:
        return self.configuration.data

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.timezone)

    def day(self, moment: datetime) -> str:
        """The day as people write it, where the practice is."""
        return format_date(moment.astimezone(self.zone).date())
