"""Who changed the configuration, when and how: one line for each change, in a chain that `opos
verify` looks at.

What the app saves is noted before it is saved. What a text editor changed is noted by the next run,
for the owner of the file: more is not known of it. With each change the text of config.toml is
kept, as it is from then on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from datetime import UTC, datetime

import msgspec

from engine.common.accounts import name_of, person_name
from engine.common.data_folder import DataFolder
from engine.common.hash_chain import HashChain, Link
from engine.common.os_errors import os_errors
from engine.messages.settings import ConfigFileFault
from engine.model.errors import ConfigError
from engine.model.message import Message
from engine.settings.interface import Interface
from engine.settings.kept_versions import keep_version, kept_version, text_without_secrets
from engine.settings.load import Configuration
from engine.settings.table import settings_json


class SettingsChanged(Link, frozen=True, kw_only=True, omit_defaults=True):
    """A line of `settings.jsonl`."""

    at: datetime
    user: str
    outside: bool = False
    """Whether it was changed outside of opos; then `user` owns the file."""
    config: str
    """The SHA-256 of config.toml as it is from then on."""
    interfaces: dict[str, str]
    """The hash of each interface that changed, as it is from then on; empty where it is gone."""
    diff: str = ""
    """Passwords as `***`; empty where it was changed outside of opos."""
    text: str = ""
    """The SHA-256 of the text that is kept of it; empty in lines that opos up to 0.1 wrote."""


def note_saved(before: Configuration | None, after: Configuration, diff: str) -> None:
    """Note what is about to be saved; `before` is None where the files do not load yet. Raises
    `ConfigError`: what cannot be noted is not saved.
    """
    if before is not None:
        note_outside_changes(before)
    former = (before or after).settings.interfaces
    touched = [name for name, each in after.settings.interfaces.items() if each != former.get(name)]
    _note(after, person_name(), diff, touched, outside=False)


def note_outside_changes(configuration: Configuration) -> None:
    """Note what was changed since the last note, if anything was. Raises `ConfigError`."""
    with os_errors(ConfigError, ConfigFileFault.UNREADABLE, path=str(configuration.path)):
        owner = name_of(configuration.path.stat().st_uid)
    _note(configuration, owner, outside=True)


def settings_chain(data: DataFolder) -> HashChain[SettingsChanged]:
    """All changes of the configuration, the oldest first."""
    return HashChain(data.settings_log, SettingsChanged)


def settings_problems(data: DataFolder) -> Iterator[Message]:
    """Where the log breaks, and texts it names that are lost or changed; nothing where all is
    well.
    """
    chain = settings_chain(data)
    yield from chain.problems()
    for text in dict.fromkeys(change.text for change in chain.readable() if change.text):
        try:
            kept_version(data, text)
        except ConfigError as error:
            yield error.message


def last_saver(data: DataFolder, interface: str) -> str:
    """Who changed this interface last, or a layout or default that it goes by; empty where that was
    never noted.
    """
    saver = ""
    for change in settings_chain(data).readable():
        if interface in change.interfaces:
            saver = change.user
    return saver


def _note(
    configuration: Configuration,
    user: str,
    diff: str = "",
    touched: Collection[str] = (),
    *,
    outside: bool,
) -> None:
    """Note the change; `touched` are the interfaces that are known to be changed, if only by a
    password. Outside of opos a change of passwords alone is not seen.
    """
    data = configuration.data
    with os_errors(ConfigError, ConfigFileFault.NOT_NOTED, path=str(data.settings_log)):
        if not data.root.is_dir():
            return  # nothing was ever run, and nothing is held
    chain, config = settings_chain(data), _sha256(configuration.layers.config.content)
    interfaces = configuration.settings.interfaces.items()
    now = {name: _print(configuration, each) for name, each in interfaces}

    def change() -> SettingsChanged | None:
        last, known = "", dict[str, str]()
        for change in chain.readable():
            last = change.config
            known.update(change.interfaces)
        if last == config and not diff:
            return None
        gone = {name: "" for name, print_ in known.items() if print_ and name not in now}
        changed = {
            name: print_
            for name, print_ in now.items()
            if known.get(name) != print_ or name in touched
        }
        return SettingsChanged(
            at=datetime.now(UTC),
            user=user,
            outside=outside,
            config=config,
            interfaces=gone | changed,
            diff=diff,
            text=keep_version(data, text_without_secrets(configuration.layers.config)),
        )

    with os_errors(ConfigError, ConfigFileFault.NOT_NOTED, path=str(data.settings_log)):
        chain.append_next(change)


def _print(configuration: Configuration, interface: Interface) -> str:
    """Of all that this interface goes by."""
    settings = configuration.settings
    layout = settings.layouts.get(interface.file.type)
    parts = (
        settings_json(interface).decode(),
        settings_json(layout).decode() if layout else "",
        settings_json(settings.limits).decode(),
    )
    return _sha256(msgspec.json.encode(parts))[:16]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
