"""The kinds of values a setting may have. Each refuses what it is not, in words that say what to
write instead.

Numbers and switches are strict: `port = "22"` is a mistake. Text from the environment is converted
before it gets here.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from engine.common.i18n import _
from engine.common.nearest_word import did_you_mean
from engine.common.sanitize import sanitize
from engine.common.secret import SecretStr
from engine.settings.table import Check, Limits


def _line(text: str) -> str:
    if sanitize(text, limit=len(text)) != text:
        raise ValueError(_("must not hold line breaks or control characters."))
    return text


def _time_of_day(value: object) -> dt.time:
    if isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        return dt.time.fromisoformat(value)
    if isinstance(value, dt.time) and value == dt.time(value.hour, value.minute):
        return value
    raise ValueError(_('must be a time of day in quotes, in hours and minutes: "07:00".'))


def _day_of_month(value: object) -> int | str:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if value == "last" or (type(value) is int and 1 <= value <= 28):
        return value
    raise ValueError(_('must be 1 to 28, or "last": not every month has a 29th, 30th and 31st.'))


def _time_zone(name: str) -> str:
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        text = _('must be the name of a time zone, such as "Europe/Berlin".')
        raise ValueError(text + did_you_mean(name, available_timezones())) from None
    return name


def _host(text: str) -> str:
    address = text.rpartition("://")[2].rpartition("@")[2].partition("/")[0]
    name, colon, port = address.partition(":")
    if colon and port.isdecimal():
        raise ValueError(
            _('must be the name alone: write host = "{name}" and port = {port}.').format(
                name=sanitize(name), port=port
            )
        )
    if text != address or re.search(r"\s", text):
        raise ValueError(
            _('must be the name alone: write "{name}".').format(name=sanitize(address.strip()))
        )
    return text


def _directory(text: str) -> str:
    if text and not text.endswith("/"):
        raise ValueError(
            _('must end in "/": write "{directory}/".').format(directory=sanitize(text))
        )
    for placeholder in re.findall(r"\{.*?\}", text):
        if placeholder not in ("{YYYY}", "{MM}", "{DD}"):
            raise ValueError(
                _("may hold {{YYYY}}, {{MM}} and {{DD}}, but not {placeholder}.").format(
                    placeholder=sanitize(placeholder)
                )
            )
    return text


def _folder_beside(text: str) -> str:
    if not re.fullmatch(r"[^/{}]+/", text) or text in ("./", "../"):
        raise ValueError(
            _('must be the name of a folder beside the file, ending in "/", such as "imported/".')
        )
    return text


def _ready_file(text: str) -> str:
    if text and ("/" in text or not re.search(r"\{(name|stem)\}", text) or text == "{name}"):
        raise ValueError(
            _(
                'must be made of the list\'s own name, such as "{name}.ok", or "{stem}.ok" without'
                " its ending."
            )
        )
    return text


def _part_of_a_name(text: str) -> str:
    if not text.strip():
        raise ValueError(
            _(
                "must not be empty, or every file would match: write a part that only these lists"
                " have in their names."
            )
        )
    if set(text) & set("*?"):
        raise ValueError(_("takes no * or ?: any file whose name contains this text matches."))
    if "/" in text:
        raise ValueError(_("must be a part of the name alone; the folder belongs into directory."))
    return text


def _host_key(text: str) -> str:
    if text and not re.fullmatch(r"SHA256:[A-Za-z0-9+/]{43}", text):
        raise ValueError(
            _(
                'must be the key\'s fingerprint as `ssh-keygen -l` shows it: "SHA256:" and 43'
                " characters."
            )
        )
    return text


def _local_path(text: str) -> str:
    """A path must mean the same file in a terminal, under cron and as a service, which start in
    different folders.
    """
    path = Path(_folder(text))
    if text and not path.is_absolute():
        raise ValueError(_('must be a whole path, beginning with "/" or "~/".'))
    return text and str(path)


def _folder(text: str) -> str:
    """With the home folder in the place of `~`."""
    try:
        return text and str(Path(text).expanduser())
    except RuntimeError:
        raise ValueError(
            _('must not begin with "~": there is no such user, or no home folder.')
        ) from None


def _encoding(name: str) -> str:
    try:
        if name != "auto":
            "".encode(name)
    except (LookupError, ValueError):
        text = _('must be "auto" or the name of an encoding, such as "cp1252".')
        raise ValueError(
            text
            + did_you_mean(
                name, ("auto", "cp1252", "utf-8", "utf-8-sig", "utf-16", "cp850", "latin-1")
            )
        ) from None
    return name


def _mail_address(text: str) -> str:
    # A comma would silently add a recipient, a line break a header.
    if not re.fullmatch(r"[^\s,;:<>()\"@]+@[^\s,;:<>()\"@]+", text):
        raise ValueError(
            _('must be an address, such as "buchhaltung@example.org"; each is an entry of its own.')
        )
    return text


class PrivateAddress(SecretStr):
    """A web address that is as good as a password: wherever it is printed, only its host is."""

    __slots__ = ()

    def __str__(self) -> str:
        host = re.match(r"(https?://)(?:[^/?#]*@)?([^/?#]+)", self.get_secret_value())
        return f"{host[1]}{host[2]}/…" if host else ""


def _web_address(address: PrivateAddress) -> PrivateAddress:
    text = _line(address.get_secret_value())
    if text and not re.fullmatch(r"https?://[^\s/]+\S*", text):
        raise ValueError(_('must be a web address, such as "https://hc-ping.com/…".'))
    return address


class PrivateAddresses(PrivateAddress):
    """Several addresses with blanks between, that may hold passwords anywhere: of each only its
    kind is printed.
    """

    __slots__ = ()

    @property
    def each(self) -> tuple[str, ...]:
        return (*self.get_secret_value().split(),)

    def __str__(self) -> str:
        return " ".join(f"{address.partition('://')[0]}://…" for address in self.each)


def on_one_line(value: object) -> object:
    """A list in the file, or the same on one line."""
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return " ".join(value)
    return value


def _web_addresses(addresses: PrivateAddresses) -> PrivateAddresses:
    _line(addresses.get_secret_value())
    for each in addresses.each:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://\S+", each):
            raise ValueError(_('must be addresses, such as ["ntfy://opos-praxis"].'))
    return addresses


_EXPORT_NAMES = ("number", "date", "mandant", "interface", "run")


def _export_name(text: str) -> str:
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        parts = [("", "", "", None)]
    for _before, name, form, how in parts:
        is_plain = not how and (not form or (name == "number" and re.fullmatch(r"0?[1-9]", form)))
        if name not in _EXPORT_NAMES or not is_plain:
            raise ValueError(
                _("may hold {names}, and no other braces.").format(
                    names="{number} {number:08} {date} {mandant} {interface} {run}"
                )
            )
    if "number" not in [name for _before, name, _form, _how in parts]:
        raise ValueError(_("must hold {{number}}, or two files would have one name.").format())
    if "/" in text or text.startswith((".", "-")):
        raise ValueError(_("must be a name alone; the folder belongs into target.directory."))
    return text


Flag = Annotated[bool, Limits(strict=True)]
Count = Annotated[int, Limits(strict=True, ge=0)]
Percent = Annotated[int, Limits(strict=True, ge=0, le=100)]
Amount = Annotated[Decimal, Limits(ge=0, max_digits=9, decimal_places=2)]
Port = Annotated[int, Limits(strict=True, ge=1, le=65535)]
OneLine = Annotated[str, Check(_line)]
TimeOfDay = Annotated[dt.time, Check(_time_of_day, is_first=True)]
Day = Annotated[dt.date, Limits(strict=True)]
DayOfMonth = Annotated[int | Literal["last"], Check(_day_of_month, is_first=True)]
TimeZone = Annotated[OneLine, Check(_time_zone)]
Host = Annotated[OneLine, Check(_host)]
Directory = Annotated[OneLine, Check(_directory)]
FolderBeside = Annotated[OneLine, Check(_folder_beside)]
ReadyFile = Annotated[OneLine, Check(_ready_file)]
PartOfAName = Annotated[OneLine, Check(_part_of_a_name)]
HostKeyText = Annotated[OneLine, Check(_host_key)]
Folder = Annotated[OneLine, Check(_folder)]
LocalPath = Annotated[OneLine, Check(_local_path)]
Encoding = Annotated[OneLine, Check(_encoding)]
WebAddress = Annotated[PrivateAddress, Check(_web_address)]
WebAddresses = Annotated[PrivateAddresses, Check(on_one_line, is_first=True), Check(_web_addresses)]
ExportName = Annotated[OneLine, Check(_export_name)]
MailAddress = Annotated[OneLine, Check(_mail_address)]
MailAddressOrNone = Annotated[OneLine, Check(lambda text: text and _mail_address(text))]

TableName = Annotated[str, Limits(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
"""The name of a table below [interfaces], [branches] or [layouts]: it is part of file names,
variables and commands.
"""
MandantName = Annotated[str, Limits(pattern=r"^[\w-]+( [\w-]+)*$", max_length=40)]
"""The name of a table below [mandants]: what a list has in its Mandant column. No dots: keys are
shown with dots between.
"""
