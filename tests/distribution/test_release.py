"""What refuses a release, and what one writes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from distribution.release import Refused, prepare, write_bill_of_materials, write_checksums

NEWS = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Something.\n\n## [0.1.0] - 2026-01-01\n"
NO_NEWS = "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n\n- Something.\n"


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    command = ["git", *who, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "x")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "x@example.org")
    git(tmp_path, "init", "--quiet")
    write(tmp_path, NEWS)
    return tmp_path


def write(checkout: Path, changelog: str) -> None:
    (checkout / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0.1.0"\n')
    (checkout / "CHANGELOG.md").write_text(changelog)
    git(checkout, "add", ".")
    git(checkout, "commit", "--quiet", "--message", "Begin")


def test_it_writes_commits_and_tags_the_version(checkout: Path) -> None:
    prepare(checkout, "1.0.0rc1")
    assert 'version = "1.0.0rc1"' in (checkout / "pyproject.toml").read_text()
    before, after = (checkout / "CHANGELOG.md").read_text().split("## [1.0.0rc1] - ")
    assert before.endswith("## [Unreleased]\n\n")
    assert "- Something." in after
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "describe").strip() == "v1.0.0rc1"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("0.1.0", "not newer"),
        ("0.0.9", "not newer"),
        ("0.1.0rc1", "not newer"),
        ("next", "no version"),
    ],
)
def test_a_version_that_is_not_newer_is_refused(checkout: Path, number: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        prepare(checkout, number)
    assert git(checkout, "status", "--porcelain") == ""


def test_a_dirty_tree_is_refused(checkout: Path) -> None:
    (checkout / "left.txt").touch()
    with pytest.raises(Refused, match=r"left\.txt"):
        prepare(checkout, "1.0.0")


def test_a_changelog_with_nothing_new_is_refused(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(NO_NEWS)
    git(checkout, "commit", "--quiet", "--all", "--message", "Forget what is new")
    with pytest.raises(Refused, match="nothing below"):
        prepare(checkout, "1.0.0")


def test_the_checksums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.whl").write_bytes(b"a")
    (folder / "b.deb").write_bytes(b"b")
    write_checksums(folder)
    check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    subprocess.run(check, cwd=folder, check=True)
    assert len((folder / "SHA256SUMS").read_text().splitlines()) == 2


def test_the_bill_of_materials_names_every_package(tmp_path: Path) -> None:
    path = tmp_path / "opos.cdx.json"
    write_bill_of_materials(["msgspec==0.22.0", "paramiko==5.1.0"], path)
    bill = json.loads(path.read_text())
    assert bill["bomFormat"] == "CycloneDX"
    assert {(part["name"], part["version"]) for part in bill["components"]} == {
        ("msgspec", "0.22.0"),
        ("paramiko", "5.1.0"),
    }
