"""The manual pages `opos(1)`, English and German, from the one parser.

python -m distribution.man_pages FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from argparse_manpage.manpage import Manpage

from distribution.environment import version
from engine.cli.arguments import whole_parser
from engine.cli.exit_codes import MEANINGS
from engine.common.i18n import _, use_language

PAGES = {"en": "man1/opos.1", "de": "de/man1/opos.1"}
"""Where `man` looks for the page in each language, below its folder."""


def main(folder: Path) -> None:
    """Write both pages."""
    for language, place in PAGES.items():
        page = folder / place
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(man_page(language), encoding="utf-8")


def man_page(language: str) -> str:
    """The page in this language, which stays in use."""
    use_language(language)
    what = _("automatic import of open items and payments from German bookkeeping")
    page = Manpage(
        whole_parser(repeat_common=False),
        format="single-commands-section",
        _data={
            "project_name": "opos",
            "version": version(),
            "manual_title": _("opos manual"),
            "manual_section": "1",
            "description": what,
            "date": "",
        },
    )
    page.add_section(_("exit status").upper(), ">", _exit_codes())
    page.add_section(_("files").upper(), ">", _files())
    text = str(page)
    for heading, word in (
        ("SYNOPSIS", _("SYNOPSIS")),
        ("DESCRIPTION", _("DESCRIPTION")),
        ("COMMENTS", _("NOTES")),
        ("OPTIONS", _("OPTIONS")),
    ):
        text = text.replace(f".SH {heading}\n", f".SH {word}\n")
    return text


def _exit_codes() -> str:
    return "".join(f".TP\n{code.value}\n{_roff(_(text))}\n" for code, text in MEANINGS.items())


def _files() -> str:
    places = {
        "/etc/opos/config.toml": _("the configuration, where a user has none of his own"),
        "~/.config/opos/config.toml": _("a user's own configuration"),
        "secrets.toml": _("beside it: passwords, readable for their owner only"),
        "~/.local/state/opos": _("store, archive and journals, unless `data_dir` names a folder"),
    }
    return "".join(f".TP\n{_roff(place)}\n{_roff(text)}\n" for place, text in places.items())


def _roff(text: str) -> str:
    """Text that troff takes for nothing else."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
