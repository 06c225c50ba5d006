"""What this user may not do with the files of opos: said at once, not when something fails."""

from __future__ import annotations

import os
from collections.abc import Iterator

from engine.common.accounts import owner_name
from engine.common.data_folder import DataFolder
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.settings.load import Configuration
from engine.settings.save import may_save


def may_read_runs(data: DataFolder) -> bool:
    """Return whether the journals can be read; those of a folder that is not there yet, too."""
    return not os.path.lexists(data.root) or (
        os.access(data.root, os.R_OK | os.X_OK)
        and (not os.path.lexists(data.journals) or os.access(data.journals, os.R_OK | os.X_OK))
    )


def why_unreadable(data: DataFolder) -> str:
    """Return whose the data are that cannot be read; empty where they can."""
    if may_read_runs(data):
        return ""
    owner = sanitize(owner_name(data.root))
    return _("data cannot be read: the folder belongs to {owner}").format(owner=owner)


def limits_of(configuration: Configuration) -> Iterator[str]:
    """Return what is not allowed, in a few words each."""
    data = configuration.data
    if why := why_unreadable(data):
        yield why
    elif why_no_runs(data):
        yield _("store read only")
    if why_no_saving(configuration):
        yield _("configuration read only")


def why_no_runs(data: DataFolder) -> str:
    """Return why this user can start and decide nothing; empty where they can."""
    if not os.path.lexists(data.root) or os.access(data.root, os.R_OK | os.W_OK):
        return ""
    return _("You may not write in {path}; it belongs to {owner}.").format(
        path=sanitize(str(data.root)), owner=sanitize(owner_name(data.root))
    )


def why_no_saving(configuration: Configuration) -> str:
    """Return why this user cannot change the configuration; empty where they can."""
    path = configuration.path
    if not path.exists() or may_save(configuration):
        return ""
    folder = path.resolve().parent
    return _("You may not write in {path}; it belongs to {owner}.").format(
        path=sanitize(str(folder)), owner=sanitize(owner_name(folder))
    )
