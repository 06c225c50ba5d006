"""A configuration changed at random: it loads, or is refused in words; and what was edited and
saved loads again.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from engine.common.i18n import cause_of
from engine.model.errors import OposError
from engine.settings.load import load_settings
from engine.settings.sample import sample_text
from engine.settings.save import edit, save
from tests.fuzz.changes import changed_bytes
from tests.settings.factories import WORKING, write

_SECRETS = '[smtp]\npassword = "x"\n[interfaces.datev.source]\npassword = """y"""\n'


@cache
def _corpus() -> list[bytes]:
    return [WORKING.encode(), sample_text("de").encode(), sample_text("en").encode()]


def try_configuration(seed: int, folder: Path) -> None:
    """Load one changed configuration, change it and save it."""
    chance = random.Random(seed)
    path = write(folder, WORKING, _SECRETS)
    spoiled = path if chance.random() < 0.8 else path.with_name("secrets.toml")
    whole = chance.choice(_corpus()) if spoiled == path else _SECRETS.encode()
    spoiled.write_bytes(changed_bytes(chance, whole, _corpus()))
    path.chmod(0o600)
    try:
        configuration = load_settings(path, {})
        name = next(iter(configuration.settings.interfaces), "new")
        wishes = {f"interfaces.{name}.name": "X", "language": "en", "smtp.password": "z"}
        save(edit(configuration, wishes))
    except OposError as error:
        if not cause_of(error):
            raise AssertionError("a refusal without words") from error
        return
    assert load_settings(path, {}).settings.interfaces[name].name == "X"
