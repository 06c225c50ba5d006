"""The manual as a site, in both languages, made from `docs/` and from the program itself.

    python3 dev.py site [FOLDER]

English at the top, German below `de/`; each with a page for every command, the exit codes and every
setting. Needs no network, neither to build nor to read: fonts and search come with it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from distribution.environment import ROOT
from distribution.pictures import SCREENS, taken
from engine.cli.arguments import commands_of, whole_parser
from engine.cli.exit_codes import ADVICE, MEANINGS
from engine.common.i18n import LANGUAGES, _, use_language
from engine.settings.sample import sample_text

_LINK = re.compile(
    r"(?P<mark>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)#\s]*)(?P<anchor>#[^)\s]*)?\)"
)
_OF_DEVELOPERS = {
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "docs/architecture.md": "architecture.md",
    "docs/faults.md": "faults.md",
}
"""Pages that are in English only, and stand in both sites."""


def main(folder: Path, screens: Mapping[str, Sequence[str]] = SCREENS) -> None:
    """Build both into the folder, with pictures of these screens. Raises `CalledProcessError` for a
    link that leads nowhere.
    """
    for language in LANGUAGES:
        place = folder if language == "en" else folder / language
        with tempfile.TemporaryDirectory() as scratch:
            write_sources(Path(scratch) / "docs", language)
            write_screens(Path(scratch) / "docs", language, screens)
            settings = Path(scratch) / "mkdocs.yml"
            common = (ROOT / "distribution/mkdocs.yml").read_text("utf-8")
            own = "".join(
                f"{key}: {json.dumps(value)}\n" for key, value in _settings(language).items()
            )
            settings.write_text(common + own, encoding="utf-8")  # YAML reads JSON
            subprocess.run(
                [
                    *(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--dirty"),
                    *("--config-file", str(settings), "--site-dir", str(place.resolve())),
                ],
                check=True,
                # Its makers advertise in the output of every build.
                env={**os.environ, "DISABLE_MKDOCS_2_WARNING": "true", "NO_MKDOCS_2_WARNING": "1"},
            )


def _settings(language: str) -> dict[str, object]:
    """What differs between the sites."""
    use_language(language)
    commands = [{name: f"commands/{name}.md"} for name in commands_of(whole_parser())]
    codes = [{str(code.value): f"exit-codes/{code.value}.md"} for code in MEANINGS]
    here = "" if language == "en" else "../"
    return {
        "site_name": "opos",
        "site_description": _("automatic import of open items and payments"),
        "theme": {
            "name": "material",
            "language": language,
            "font": False,  # they would come from a server of somebody else
            "features": ["navigation.indexes", "content.code.copy", "toc.follow"],
            "palette": [
                {"media": f"(prefers-color-scheme: {scheme})", "scheme": name}
                for scheme, name in (("light", "default"), ("dark", "slate"))
            ],
        },
        "extra": {
            "generator": False,
            "alternate": [
                {"name": "English", "link": f"{here}index.html", "lang": "en"},
                {"name": "Deutsch", "link": f"{here}de/index.html", "lang": "de"},
            ],
        },
        "nav": [
            "index.md",
            {_("To begin with"): ["tutorial.md", "app.md", "screens.md"]},
            {_("Lists"): ["formats.md", "posting.md", "servers.md"]},
            {_("Exports"): ["exports.md"]},
            {_("Unattended"): _others(language)},
            {_("Commands"): ["commands/index.md", *commands]},
            {_("Exit codes"): ["exit-codes/index.md", *codes]},
            {_("Reference"): ["settings.md", "glossary.md", "faults.md", "changelog.md"]},
            {_("For developers"): ["architecture.md", "contributing.md", "security.md"]},
        ],
    }


def _others(language: str) -> list[str]:
    """The pages that no other heading has."""
    elsewhere = {"index.md", "tutorial.md", "app.md", "formats.md", "posting.md", "servers.md"}
    elsewhere |= {"exports.md", "glossary.md", *_OF_DEVELOPERS.values()}
    found = {page for page, _source in _sources(language)} - elsewhere
    return sorted(found, key=lambda page: (page != "operations.md", page))


def write_sources(folder: Path, language: str) -> None:
    """Write every page of this language, with its links led to where they are in the site."""
    use_language(language)
    sources = dict(_sources(language))
    places = {source: page for page, source in sources.items()}
    for page, source in sources.items():
        text = (ROOT / source).read_text("utf-8")
        _write(folder / page, _LINK.sub(_led(source, places), text))
    for page, text in _made(language).items():
        _write(folder / page, text)
    for picture in (ROOT / "docs").glob("*.svg"):
        (folder / picture.name).write_bytes(picture.read_bytes())


def write_screens(folder: Path, language: str, screens: Mapping[str, Sequence[str]]) -> None:
    """Write the page with a picture of every screen, as the demo shows it."""
    use_language(language)
    title = _("Every screen")
    page = f"# {title}\n\n"
    for name, picture in taken(language, screens, afresh=True).items():
        _write(folder / f"screens/{name}.svg", picture)
        page += f"![{name}](screens/{name}.svg)\n\n"
    _write(folder / "screens.md", page)


def _sources(language: str) -> Iterator[tuple[str, str]]:
    """Each page that is written by hand, and the file that it is made from."""
    yield "index.md", "README.md" if language == "en" else f"README.{language}.md"
    folder = "docs" if language == "en" else f"docs/{language}"
    for path in sorted((ROOT / folder).glob("*.md")):
        source = f"{folder}/{path.name}"
        if source not in _OF_DEVELOPERS:
            yield path.name, source
    for source, page in _OF_DEVELOPERS.items():
        yield page, source


def _led(source: str, places: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    """Lead the links of a page to where they are in the site; what is code there becomes its
    words.
    """
    here = PurePosixPath(source).parent

    def led(link: re.Match[str]) -> str:
        mark, words, target, anchor = link.group("mark", "words", "target", "anchor")
        if not target or "://" in target:
            return link[0]
        wanted = os.path.normpath(here / target)
        if wanted in places:
            to = places[wanted]
        elif wanted == "config.sample.toml":
            to = "settings.md"
        elif wanted.endswith(".svg"):
            to = PurePosixPath(wanted).name
        elif wanted.endswith(".md"):
            to = _in_the_other_language(wanted)
        else:
            return words
        return f"{mark}[{words}]({to}{anchor or ''})"

    return led


def _in_the_other_language(wanted: str) -> str:
    """Where the other site has this page, from the top of this one."""
    folder, _slash, name = wanted.rpartition("/")
    page = name.removesuffix(".md").replace("README.de", "index").replace("README", "index")
    return f"de/{page}.html" if folder == "docs/de" or ".de." in name else f"../{page}.html"


def _made(language: str) -> dict[str, str]:
    """The pages that the program itself knows best."""
    parser = whole_parser(repeat_common=False)
    pages = {
        f"commands/{name}.md": f"# opos {name}\n\n```\n{typed.format_help()}```\n"
        for name, typed in commands_of(parser).items()
    }
    pages["commands/index.md"] = f"# opos\n\n```\n{parser.format_help()}```\n"
    codes = ""
    for code, text in MEANINGS.items():
        meaning, advice = _(text), _(ADVICE[code])
        codes += f"| [{code.value}]({code.value}.md) | {meaning} |\n"
        title = _("Exit code {code}").format(code=code.value)
        sentence = f"{meaning[0].upper()}{meaning[1:]}."
        pages[f"exit-codes/{code.value}.md"] = f"# {title}\n\n{sentence}\n\n{advice}\n"
    headings = _("Exit codes"), _("code"), _("meaning")
    pages["exit-codes/index.md"] = "# {}\n\n| {} | {} |\n| --- | --- |\n".format(*headings) + codes
    title = _("Every setting")
    pages["settings.md"] = f"# {title}\n\n```toml\n{sample_text(language)}```\n"
    return pages


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist/site")
