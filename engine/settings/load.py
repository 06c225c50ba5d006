"""Finding the configuration, reading it, and refusing it with everything that is wrong.

| what | where, the first that is there |
| --- | --- |
| `config.toml` | `-c FILE`, `$OPOS_CONFIG`, the current folder, the user's own, `/etc/opos` |
| `NAME.secrets.toml` | beside a NAME.toml of another name |
| `secrets.toml` | beside it |

The environment wins over `secrets.toml`, and that over `config.toml`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from engine.common.data_folder import DataFolder, SharedStore
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError
from engine.settings.layers import Layers, environment_layer
from engine.settings.model import Settings
from engine.settings.table import settings_json
from engine.settings.toml.document import NotToml, TomlFile, read_toml_file
from engine.settings.toml.statements import KeyPath
from engine.settings.validation.permissions import too_open
from engine.settings.validation.problems import ConfigProblem, ConfigProblems, located, problem_of

CONFIG_NAME = "config.toml"
SECRETS_NAME = "secrets.toml"


class NoConfiguration(ConfigError):
    """There is none in any of these places."""

    def __init__(self, cause: str, advice: str, looked_for: Sequence[Path]) -> None:
        super().__init__(cause, advice)
        self.looked_for = looked_for


class Configuration(msgspec.Struct, frozen=True):
    """Settings that passed every check, and where they come from."""

    settings: Settings
    layers: Layers

    @property
    def path(self) -> Path:
        """The config.toml that was read."""
        return self.layers.config.path

    @property
    def secrets_path(self) -> Path:
        """The file of secrets beside it, whether it exists or not."""
        return self.layers.secrets.path

    @property
    def data_dir(self) -> Path:
        """The folder of store, archive and journals; it need not exist yet."""
        return data_dir_at(self.path, self.settings.data_dir)

    @property
    def data(self) -> DataFolder:
        """What lies in this folder, and what `[store]` says is elsewhere."""
        store = self.settings.store
        if not store.url:
            return DataFolder(self.data_dir)
        from engine.settings.secrets import password_of  # only for whoever has one

        return DataFolder(
            self.data_dir, SharedStore(store.url, partial(password_of, "store", store))
        )

    @property
    def fingerprint(self) -> str:
        """What two hosts have alike that run by the same settings, wherever their data lies."""
        settings = msgspec.structs.replace(self.settings, data_dir="")
        return hashlib.sha256(settings_json(settings)).hexdigest()[:16]

    def on_disk(self) -> list[tuple[int, ...] | None]:
        """What changes with every change of the files, or when others take their place; None for
        one that cannot be looked at.
        """
        return files_on_disk(self.path)


def load_settings(
    path: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Configuration:
    """The configuration in force. Raises `ConfigError`: `ConfigProblems` with all its mistakes, or
    that there is none.
    """
    config = find_config(path, environ)
    rights = list(too_open(config, secrets_beside(config)))
    layers = read_layers(config, environ, rights)
    return Configuration(checked(layers, rights), layers)


def data_dir_at(config: Path, data_dir: str) -> Path:
    """The folder that this config.toml means by its `data_dir`; an empty one is the usual one."""
    if not data_dir:
        from platformdirs import user_state_path

        return user_state_path("opos")
    return config.parent / data_dir


def find_config(path: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The config.toml to use. One that was asked for is used or refused, never passed over. Raises
    `NoConfiguration`.
    """
    advice = _(
        "`opos config sample > config.toml` writes one that explains itself; `opos demo` shows"
        " everything without one."
    )
    if path is None and (named := environ.get("OPOS_CONFIG")):
        path = Path(named)
    if path:
        if _is_there(path):
            return path.absolute()
        raise NoConfiguration(
            _("{path} does not exist.").format(path=sanitize(str(path))), advice, [path]
        )
    looked_for: list[Path] = []
    for place in _usual_places():
        if _is_there(place):
            return place
        looked_for.append(place)
    places = ", ".join(sanitize(str(place)) for place in looked_for)
    raise NoConfiguration(
        _("There is no configuration; looked for {places}.").format(places=places),
        advice,
        looked_for,
    )


def secrets_beside(config: Path) -> Path:
    """The file of secrets that belongs to a configuration, of which many may lie in one folder:
    NAME.secrets.toml beside NAME.toml; secrets.toml where only that is there, and for config.toml.
    """
    shared = config.with_name(SECRETS_NAME)
    if config.name == CONFIG_NAME:
        return shared
    own = config.with_name(f"{config.stem}.{SECRETS_NAME}")
    return shared if _is_there(shared) and not _is_there(own) else own


def configurations_in(folder: Path) -> list[Path]:
    """Every configuration in the folder, by name: each *.toml that is neither hidden nor holds
    secrets.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix == ".toml"
        and not path.name.startswith(".")
        and not f".{path.name}".endswith(f".{SECRETS_NAME}")
    )


def files_on_disk(config: Path) -> list[tuple[int, ...] | None]:
    """The same of a configuration that need not be read."""
    return [_state(path) for path in (config, secrets_beside(config))]


def read_layers(
    config: Path, environ: Mapping[str, str], known: Sequence[ConfigProblem] = ()
) -> Layers:
    """Both files and the environment, unchecked. Raises `ConfigError` for a file that cannot be
    read, and `ConfigProblems` for one that is no TOML, with the problems that are `known` already.
    """
    files: list[TomlFile] = []
    problems: list[ConfigProblem] = []
    for path in (config, secrets_beside(config)):
        try:
            files.append(read_toml_file(path))
        except NotToml as broken:
            problems.append(problem_of(broken))
    if problems:
        raise ConfigProblems([*known, *problems])
    variables = opos_variables(environ)
    return Layers(files[0], files[1], environment_layer(variables), tuple(variables))


def opos_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that are meant for us."""
    return {name: value for name, value in environ.items() if name.upper().startswith("OPOS_")}


def checked(layers: Layers, known: Sequence[ConfigProblem] = ()) -> Settings:
    """The settings that the layers make. Raises `ConfigProblems` with all that is wrong and what is
    `known` already.
    """
    # They bring pydantic, which no run needs whose settings were kept.
    from engine.settings.validation.checks import combination_mistakes
    from engine.settings.validation.misplaced import misplaced
    from engine.settings.validation.types import understand

    mistakes = list(misplaced(layers))
    understanding = understand(layers.values(), (each.key for each in mistakes))
    mistakes += understanding.mistakes
    settings, doubtful = understanding.settings, understanding.doubtful
    mistakes += [
        each for each in combination_mistakes(settings) if not _is_about(each.key, doubtful)
    ]
    if mistakes or known:
        raise ConfigProblems([*known, *located(mistakes, layers)])
    return settings


def _is_about(key: KeyPath, others: Iterable[KeyPath]) -> bool:
    """Whether the key is one of the others, or one of them lies in its table, or it in theirs."""
    return any(
        all(step == other_step for step, other_step in zip(key, other, strict=False))
        for other in others
    )


def _usual_places() -> Iterator[Path]:
    yield Path(CONFIG_NAME).absolute()
    from platformdirs import user_config_path  # which takes as long as reading the file

    yield user_config_path("opos") / CONFIG_NAME
    yield Path("/etc/opos") / CONFIG_NAME


def _state(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # reading it will say what is wrong
    return True
