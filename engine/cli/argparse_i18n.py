"""argparse in the language in use: what it refuses it tells in our words, with the right word that
is nearest.
"""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from engine.common.i18n import _
from engine.model.errors import UsageError


class Parser(argparse.ArgumentParser):
    """Raises `UsageError` where argparse would print its own words and end the program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(
            message, _("`{command} --help` says what is possible.").format(command=self.prog)
        )

    def refuse(self, word: str) -> NoReturn:
        """Raise `UsageError` for a word that means nothing here."""
        options = [option for option in self._option_string_actions if option.startswith("--")]
        self.error(_impossible(word, options if word.startswith("-") else ()))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            named = action if action.option_strings else None
            raise argparse.ArgumentError(named, _impossible(str(value), action.choices))


def _impossible(word: str, words: Any) -> str:
    from engine.common.nearest_word import did_you_mean, one_of
    from engine.common.sanitize import sanitize

    few = [str(each) for each in words]
    hint = one_of(word, few) if len(few) < 6 else did_you_mean(word, few)
    return _('"{value}" is not possible.').format(value=sanitize(word)) + hint


def _said(message: str) -> str:
    """What argparse says, in words of ours; it fills in what stands for its values."""
    words = {
        "usage: ": _("usage: "),
        "options": _("options"),
        "positional arguments": _("arguments"),
        "show this help message and exit": _("this help"),
        "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
        "the following arguments are required: %s": _("Missing: %s."),
        "expected one argument": _("a value is missing."),
        "not allowed with argument %s": _("it cannot stand together with %s."),
        "ambiguous option: %(option)s could match %(matches)s": _(
            "%(option)s is not clear: %(matches)s."
        ),
        "ignored explicit argument %r": _("it takes no value, and %r is one."),
        "invalid %(type)s value: %(value)r": _("%(value)r is no whole number."),
    }
    return words.get(message, message)


# argparse asks gettext, which goes by the environment alone and would not know of `--lang`.
argparse._ = _said  # type: ignore[attr-defined]
