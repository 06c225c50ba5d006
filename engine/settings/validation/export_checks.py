"""What is right by itself in an export and wrong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import get_args

from engine.common.i18n import _
from engine.common.nearest_word import one_of
from engine.common.sanitize import sanitize
from engine.settings.export_columns import columns_of
from engine.settings.exports import EXPORT_COLUMNS, Export, FormatName
from engine.settings.model import Settings
from engine.settings.validation.server_checks import Found, no_such, place_of, server_mistakes


def export_mistakes(settings: Settings) -> Found:
    """Everything that keeps an export from being written or put where it belongs."""
    for name, export in settings.exports.items():
        for check in (_target, _changes, _format):
            for key, text in check(export, settings):
                yield ("exports", name, *key), text
    for (first, one), (second, other) in combinations(settings.exports.items(), 2):
        if place_of(one.target) == place_of(other.target) and one.filename == other.filename:
            text = _("exports.{other} writes such names into this folder, too: make them differ.")
            yield ("exports", second, "filename"), text.format(other=first)


def _target(export: Export, _settings: Settings) -> Found:
    yield from server_mistakes(export.target, "target")
    if "{" in export.target.directory:
        yield ("target", "directory"), _("must be one folder, without a date.")


def _changes(export: Export, settings: Settings) -> Found:
    for mandant in export.mandants:
        if mandant not in settings.mandants:
            yield ("mandants",), no_such("mandants", mandant, settings.mandants)
    if not export.on:
        yield ("on",), _("must name a change, or no file is ever written.")


def _format(export: Export, settings: Settings) -> Found:
    if export.encoding == "auto":
        yield ("encoding",), _('must be the name of an encoding, such as "utf-8-sig" or "cp1252".')
    is_own = export.format in settings.layouts
    if not is_own and export.format not in get_args(FormatName):
        text = _("there is no format and no layout of this name.")
        words = [*get_args(FormatName), *settings.layouts]
        yield ("format",), text + one_of(export.format, words)
        return
    if is_own and export.columns:
        yield (
            ("columns",),
            _("must be left out: the layout {name} has columns.").format(
                name=sanitize(export.format)
            ),
        )
    if is_own and settings.layouts[export.format].base == "xls":
        yield ("format",), _("is a layout for .xls, which opos reads and does not write.")
    key = "format" if is_own else "columns"
    yield from (((key,), text) for text in _unknown_columns(columns_of(export, settings.layouts)))


def _unknown_columns(columns: Mapping[str, str]) -> Iterator[str]:
    for name in columns:
        if name not in EXPORT_COLUMNS:
            text = _("there is no column {name} in an export.").format(name=sanitize(name))
            yield text + one_of(name, EXPORT_COLUMNS)
