"""What one import is about: the interface as it is configured, and the run that it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from engine.common.data_folder import DataFolder
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.exports.numbering import Exporting
from engine.lists.files.limits import FileLimits
from engine.lists.layouts.custom import all_layouts
from engine.lists.layouts.layout import Layout
from engine.model.errors import UsageError
from engine.settings.interface import Interface
from engine.settings.list_limits import file_limits
from engine.settings.load import Configuration
from engine.settings.model import Settings
from engine.store.ledger import HeldImport, Imported, Scope


class ImportJob(msgspec.Struct, frozen=True, kw_only=True):
    """One interface, run once."""

    name: str
    """The interface's name in the configuration."""
    interface: Interface
    mandants: frozenset[str]
    """The Mandanten it may change."""
    may_post_ahead: bool
    """Whether all of them allow postings of tomorrow."""
    branches: frozenset[str]
    """Its branches as invoices may name them; empty: all."""
    layouts: Mapping[str, Layout]
    """Every layout that can be named."""
    limits: FileLimits
    zone: ZoneInfo
    """The practice's time zone."""
    exporting: Exporting
    data: DataFolder
    remove_replicated: bool
    """Whether a list stays on its server until a standby has its import, too."""
    run: str
    """The run's name."""
    now: datetime
    """UTC; the one time that all of this run's decisions go by."""
    dry_run: bool

    @property
    def scope(self) -> Scope:
        """The same Mandanten and branches, as the ledger remembers them."""
        return Scope(mandants=(*sorted(self.mandants),), branches=(*sorted(self.branches),))

    @property
    def local_now(self) -> datetime:
        """The same moment in the practice's zone."""
        return self.now.astimezone(self.zone)


def import_job(
    configuration: Configuration, name: str, run: str, now: datetime, *, dry_run: bool
) -> ImportJob:
    """The job of running the interface called `name`."""
    settings = configuration.settings
    interface = settings.interfaces[name]
    mandants = _mandants(interface, settings)
    return ImportJob(
        name=name,
        interface=interface,
        mandants=mandants,
        may_post_ahead=all(
            settings.mandants[key].future_postings for key in mandants if key in settings.mandants
        ),
        branches=_branch_names(interface, settings),
        layouts=all_layouts(settings.layouts),
        limits=file_limits(settings.limits),
        zone=ZoneInfo(settings.timezone),
        exporting=Exporting.of(configuration),
        data=configuration.data,
        remove_replicated=settings.store.remove_when == "replicated",
        run=run,
        now=now,
        dry_run=dry_run,
    )


def configured(configuration: Configuration, imported: HeldImport | Imported) -> Interface:
    """The interface that made this import. Raises `UsageError` where it is no longer configured."""
    try:
        return configuration.settings.interfaces[imported.interface]
    except KeyError:
        raise UsageError(
            _("The interface {name} of this import is no longer in {path}.").format(
                name=sanitize(imported.interface), path=configuration.path
            ),
            _("Put it back into the configuration."),
        ) from None


def _mandants(interface: Interface, settings: Settings) -> frozenset[str]:
    """Its own, else those of its branches, else all that are configured."""
    branches = (settings.branches[key] for key in interface.branches if key in settings.branches)
    of_branches = [branch.mandant for branch in branches if branch.mandant]
    return frozenset(interface.posting.mandants or of_branches or settings.mandants)


def _branch_names(interface: Interface, settings: Settings) -> frozenset[str]:
    """By their key in the configuration and by their name."""
    keys = interface.branches
    names = (settings.branches[key].name for key in keys if key in settings.branches)
    return frozenset(keys) | frozenset(name for name in names if name)
