"""What an interface is, in words: what it is for, where its lists come from, where and when it
runs.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from engine.common.i18n import _, format_date
from engine.common.sanitize import sanitize
from engine.schedule.due import belongs_here, runs_here, timetable_of
from engine.schedule.schedule import next_due
from engine.settings.config_history import created
from engine.settings.interface import File, Interface, SourceSettings
from engine.settings.load import Configuration


def purpose(file: File) -> str:
    """Return what the list holds and how it is written: `Payments, CSV`."""
    contents = {
        "open": _("Open items"),
        "settled": _("Settled items"),
        "all": _("Open and settled items"),
        "payments": _("Payments"),
    }
    layouts = {
        "datev_csv": "DATEV CSV",
        "datev_online": "DATEV Unternehmen online",
        "addison": "Addison",
        "excel": "Excel",
        "payments_csv": "CSV",
        "datev_batch": "DATEV EXTF",
        "camt": "camt",
        "mt940": "MT940",
    }
    return f"{contents[file.content]}, {layouts.get(file.type) or sanitize(file.type)}"


def created_text(name: str, configuration: Configuration) -> str:
    """Return when this interface was made and by whom; empty where that was not noted."""
    came = created(configuration.data, name)
    if came is None:
        return ""
    day = format_date(came.at.astimezone(ZoneInfo(configuration.settings.timezone)).date())
    if came.number == 1:
        return _("{day} or before").format(day=day)
    return _("{day} by {user}").format(day=day, user=sanitize(came.user))


def source_of(source: SourceSettings) -> str:
    """Where the lists come from, in short: `sftp example.org`, or a folder."""
    return sanitize(f"{source.protocol} {source.host or source.directory}")


def title_of(name: str, configuration: Configuration) -> str:
    """Return what people call the interface, and whether it is disabled."""
    interface = configuration.settings.interfaces[name]
    text = sanitize(interface.name or name)
    return text if interface.enabled else _("{name} (disabled)").format(name=text)


def searched_text(name: str, configuration: Configuration) -> str:
    """Return what a search among the interfaces looks at."""
    interface = configuration.settings.interfaces[name]
    texts = (
        name,
        interface.name,
        interface.group,
        branches_of(interface, configuration),
        source_of(interface.source),
    )
    return " ".join(texts).casefold()


def branches_of(interface: Interface, configuration: Configuration) -> str:
    """Return the names of its branches."""
    known = configuration.settings.branches
    names = (known[key].name or key if key in known else key for key in interface.branches)
    return ", ".join(map(sanitize, names)) or _("all")


def computer_of(interface: Interface) -> str:
    """Return the workstation it belongs to."""
    return sanitize(interface.computer) or _("any")


def used_on(interface: Interface) -> str:
    """Return where it is used: on the server or a client, and the workstation it belongs to."""
    where = _("on the server") if interface.use == "server" else _("on the client")
    whose = interface.computer or interface.use == "client"
    return f"{where}, {computer_of(interface)}" if whose else where


def is_elsewhere(interface: Interface) -> bool:
    """Return whether it is a workstation's own, and not this one's."""
    return interface.use == "client" and not belongs_here(interface)


def next_run(interface: Interface, configuration: Configuration, now: datetime) -> datetime | None:
    """Return when this machine runs it by itself, UTC; None where it does not."""
    return next_due(timetable_of(configuration, interface), now) if runs_here(interface) else None
