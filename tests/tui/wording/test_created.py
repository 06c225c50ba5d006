"""When an interface was made, and by whom."""

from __future__ import annotations

from pathlib import Path

from engine.common.data_folder import DataFolder
from engine.settings.change_log import note_outside_changes
from engine.settings.load import load_settings
from engine.settings.save import edit, save
from tui_app.wording.interface_text import created_text


def test_who_made_it_is_told_and_not_who_changed_it(config: Path, data: DataFolder) -> None:
    data.make()
    assert created_text("datev", load_settings(config)) == "", "nothing is noted yet"
    note_outside_changes(load_settings(config))
    assert created_text("datev", load_settings(config)).endswith("or before")
    made = {"name": "New", "source.host": "h", "source.filename": "f", "group": "First"}
    save(edit(load_settings(config), {f"interfaces.new.{key}": text for key, text in made.items()}))
    created = created_text("new", load_settings(config))
    assert " by " in created
    save(edit(load_settings(config), {"interfaces.new.group": "Second"}))
    assert created_text("new", load_settings(config)) == created
    save(edit(load_settings(config), {"interfaces.new": None}))
    assert created_text("new", load_settings(config)) == "", "it is gone"
