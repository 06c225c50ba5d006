"""The name for files and commands."""

from __future__ import annotations

import re

from tui_app.form.short_name import short_name
from tui_app.screens.configuration.layout_wizard import NAME


def test_it_is_made_of_the_name_that_people_know() -> None:
    assert short_name("Offene Posten Köln", ()) == "offene-posten-koeln"
    assert short_name("Süd-Straße 12 (Kopie)", ()) == "sued-strasse-12-kopie"
    assert short_name("***", ()) == ""


def test_it_is_not_taken_and_may_be_used() -> None:
    long = "Automatischer Buchhaltungsimport CSV Zahlungen"
    taken = {short_name(long, ())}
    for _time in range(12):
        taken.add(short_name(long, taken))
    assert len(taken) == 13
    assert all(re.fullmatch(NAME, name) for name in taken)
