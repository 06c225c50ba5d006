"""The configuration that the app goes by, while its files change and may have mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.common.i18n import cause_of
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from engine.settings.last_good import over_the_files
from engine.settings.load import Configuration, load_settings
from engine.settings.validation.problems import ConfigProblems
from tui_app.keymap import checked_keymap


class InForce:
    """What was read last and had no mistake; `mistake` is why the files cannot be used by now."""

    def __init__(self, configuration: Configuration, mistake: OposError | None = None) -> None:
        """`mistake`: what is wrong with the files, where the configuration is a former version.
        Raises `ConfigError` for keys that cannot be used.
        """
        self.configuration = configuration
        self.mistake = mistake
        self._read = self._seen = configuration.on_disk()
        self.keymap: Mapping[str, str] = checked_keymap(configuration.settings.keys)

    def read(self) -> None:
        """Take over what the files say by now; where they are wrong, what was read before stays in
        force.
        """
        self._read = self.configuration.on_disk()
        try:
            configuration = load_settings(self.configuration.path)
            self.keymap = checked_keymap(configuration.settings.keys)
            self.configuration, self.mistake = configuration, None
        except OposError as error:
            self.mistake = error

    def reread_if_changed(self) -> bool:
        """Read the files anew if they were changed, and nobody writes them any more: look twice to
        know.
        """
        before, self._seen = self._seen, self.configuration.on_disk()
        if is_changed := self._seen != self._read and self._seen == before:
            self.read()
        return is_changed

    @property
    def to_restore_over(self) -> Configuration:
        """What a former version is put in the place of: the files, whatever they say. Raises
        `ConfigError` where they cannot be read.
        """
        return over_the_files(self.configuration) if self.mistake else self.configuration

    @property
    def mistake_place(self) -> tuple[Path, int] | None:
        """The file and the line of the first mistake; None where there is none, or it is in no
        file.
        """
        if not isinstance(self.mistake, ConfigProblems):
            return (self.configuration.path, 1) if self.mistake else None
        place = self.mistake.problems[0].place
        for path in (self.configuration.path, self.configuration.secrets_path):
            if place.startswith(name := sanitize(str(path))):
                line = place.removeprefix(name).removeprefix(":").partition(":")[0]
                return path, int(line or 1)
        return None

    @property
    def mistake_text(self) -> str:
        """The first mistake in one sentence; empty where all is well."""
        if isinstance(self.mistake, ConfigProblems):
            folder = f"{sanitize(str(self.configuration.path.parent))}/"
            return str(self.mistake.problems[0]).removeprefix(folder)
        return cause_of(self.mistake) if self.mistake else ""
