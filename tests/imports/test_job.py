"""What an import needs of the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.imports.job import ImportJob, import_job
from engine.settings.load import load_settings
from tests.factories import NOW
from tests.practice import Practice

MORE = """
[mandants.002]
name = "Optik am Münster GmbH"
future_postings = true

[branches.ulm]
name = "02 Ulm"
mandant = "002"
"""


def job_of(folder: Path, interface: str, mandants: str) -> ImportJob:
    """The job of `datev` with these lines of its own."""
    practice = Practice(folder / "practice")
    text = practice.config.read_text(encoding="utf-8")
    text = text.replace('mandants = ["001"]\nunlisted', f"{mandants}\nunlisted")
    text = text.replace('name = "Open items from DATEV"', f'name = "DATEV"\n{interface}')
    practice.config.write_text(text + MORE, encoding="utf-8")
    return import_job(load_settings(practice.config), "datev", "run", NOW, dry_run=False)


@pytest.mark.parametrize(
    ("interface", "mandants", "may_change", "may_post_ahead"),
    [
        ("", 'mandants = ["001"]', {"001"}, False),
        ("", 'mandants = ["002"]', {"002"}, True),
        ('branches = ["ulm"]', "", {"002"}, True),
        ("", "", {"001", "002"}, False),
    ],
)
def test_whose_invoices_it_may_change(
    tmp_path: Path, interface: str, mandants: str, may_change: set[str], may_post_ahead: bool
) -> None:
    job = job_of(tmp_path, interface, mandants)
    assert (set(job.mandants), job.may_post_ahead) == (may_change, may_post_ahead)


def test_a_branch_is_named_by_its_key_or_its_name(tmp_path: Path) -> None:
    assert job_of(tmp_path, 'branches = ["ulm"]', "").branches == {"ulm", "02 Ulm"}


def test_the_time_is_that_of_the_practice(tmp_path: Path) -> None:
    job = job_of(tmp_path, "", "")
    assert job.local_now == NOW
    assert job.local_now.tzinfo == job.zone
    assert f"{job.local_now:%H:%M}" == "08:00"
