"""The manual as a site: built without network, a page for everything, no link leads nowhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from distribution.pictures import SCREENS
from distribution.site import main
from engine.cli.commands import COMMANDS
from engine.model.errors import ExitCode

HREF = re.compile(r'(?:href|src)="([^"#?]*)')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    main(folder, {"desk": SCREENS["desk"]})
    return folder


def test_it_is_whole(site: Path) -> None:
    names = [
        *(f"commands/{name}.html" for name in COMMANDS),
        *(f"exit-codes/{code.value}.html" for code in ExitCode),
        *("index.html", "tutorial.html", "settings.html", "compliance.html", "screens.html"),
    ]
    for folder in (site, site / "de"):
        assert [name for name in names if not (folder / name).is_file()] == []
    leads_nowhere, elsewhere = [], []
    for page in site.rglob("*.html"):
        if page.name == "404.html":  # which knows only where the site is published
            continue
        for target in map(unescape, HREF.findall(page.read_text(encoding="utf-8"))):
            if "://" in target:
                elsewhere += [target] if 'src="' + target in page.read_text("utf-8") else []
            elif target and not (page.parent / unquote(target)).exists():
                leads_nowhere.append(f"{page.relative_to(site)}: {target}")
    assert leads_nowhere == []
    assert elsewhere == []  # nothing is fetched from anybody else
    german = (site / "de" / "exit-codes" / "8.html").read_text(encoding="utf-8")
    assert "angehalten" in german
    assert "search/search_index.json" in {
        path.relative_to(site).as_posix() for path in site.rglob("*.json")
    }
