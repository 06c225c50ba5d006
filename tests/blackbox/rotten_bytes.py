"""The files of a data folder, and the commands that read them: whatever a disk or a person makes of
one, every command still ends in words.

`python3 dev.py fuzz own` changes them at random; `test_rotten_bytes.py` flips single bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from engine.common.idle_cache import NOTE, nothing_due
from engine.common.secret import SecretStr
from engine.credentials.admin_password import AdminPassword
from engine.credentials.audit import note
from engine.model.errors import LoginRefused, OposError
from engine.settings.load import load_settings
from engine.settings.save import edit, save
from tests.factories import item
from tests.practice import Practice
from tui_app.form.form import Form
from tui_app.form.saved_draft import begun, keep, kept, take

DRAFT = ("interfaces", "datev")
PASSWORD = SecretStr("a long admin password")
OTHER = """
[interfaces.other]
name = "Other"
[interfaces.other.source]
protocol = "folder"
directory = "{uploads}/"
filename = "OTHER"
stable_seconds = 0
"""
"""A second interface, that the first one's damage must not keep from running."""

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("runs",),
    ("items",),
    ("explain", "RE-1"),
    ("verify",),
    ("check",),
    ("next",),
    ("--headless", "--all", "-n"),
)
"""What reads nearly everything."""

MORE: tuple[tuple[str, ...], ...] = (
    ("runs", "--json"),
    ("explain", "RE-1", "--json"),
    ("check", "--nagios"),
    ("config", "history"),
    ("config", "history", "--diff", "1", "2"),
    ("config", "history", "-i", "datev", "--restore", "1", "-n"),
    ("store", "repair", "-n"),
    ("--headless",),
    ("--headless", "--all"),
    ("prune", "-n"),
)

FILES: dict[str, str] = {
    "store": "store.json",
    "version": "versions/*",
    "journal": "journals/*datev.jsonl",
    "changes": "changes/*",
    "chain": "archive/chain.jsonl",
    "original": "archive/??/*",
    "runs": "runs.jsonl",
    "schedule": "schedule.json",
    "outboxes": "outboxes.json",
    "refused": "refused/*",
    "settings": "settings.jsonl",
    "configuration": "configurations/*",
    "draft": "drafts/*",
    "admin-password": "admin-password.json",
    "admin-tries": "admin-tries",
    "audit": "audit.jsonl",
    "nothing-due": "nothing-due",
}
"""Every kind of file of a data folder; of several the newest is taken."""


def path_of(practice: Practice, kind: str) -> Path:
    """The file of this kind."""
    return max(practice.data.root.glob(FILES[kind]), key=lambda path: path.name)


def site(folder: Path) -> Practice:
    """A practice with everything behind it that leaves a file."""
    practice = Practice(folder)
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(OTHER.format(uploads=practice.uploads))
    practice.hold(item("RE-1"), item("RE-2"))
    practice.put_list("RE-1 60,00", "RE-2 100,00")
    practice.put("Zahlungen.csv", "no list at all")
    for name in ("payments", "datev"):
        practice.opos("--headless", "-i", name)
    practice.opos("--headless")
    (practice.data.root / NOTE).write_bytes(b"1.5\n99999999999.5\nseen")
    if not practice.data.outboxes.exists():
        practice.data.outboxes.write_text('{"datev":{"trouble":5,"times":1}}')
    save(edit(load_settings(practice.config), {"interfaces.payments.name": "Money"}))
    AdminPassword(practice.data).set(PASSWORD)
    with suppress(LoginRefused):
        AdminPassword(practice.data).admit(SecretStr("another"))
    _note_reveal(practice)
    _keep_draft(practice)
    return practice


def _keep_draft(practice: Practice) -> None:
    """What the app leaves of changes that were not saved."""
    form = Form(load_settings(practice.config), DRAFT)
    form.write(form.field("name"), "Another name")
    keep(practice.data, form)


def _read_draft(practice: Practice) -> None:
    begun(practice.data, "interfaces")
    if draft := kept(practice.data, DRAFT):
        take(draft, Form(load_settings(practice.config), DRAFT))


def _give_password(practice: Practice) -> None:
    AdminPassword(practice.data).admit(PASSWORD, "smtp.password")


def _note_reveal(practice: Practice) -> None:
    note(practice.data.audit, "revealed", "smtp.password")


def _tick(practice: Practice) -> None:
    assert not nothing_due(["--headless", "-c", str(practice.config)])


BY_THE_APP: dict[str, Callable[[Practice], None]] = {
    "draft": _read_draft,
    "admin-password": _give_password,
    "admin-tries": _give_password,
    "audit": _note_reveal,
    "nothing-due": _tick,
}
"""What no command reads, or none that goes the full way."""


def unharmed_by(
    practice: Practice, path: Path, rotten: bytes, commands: Iterable[tuple[str, ...]] = COMMANDS
) -> str:
    """The first command that ends in a traceback when the file is so, and how; empty if none
    does.
    """
    whole = path.read_bytes()
    path.chmod(path.stat().st_mode | 0o200)  # an original is for reading
    path.write_bytes(rotten)
    try:
        for command in commands:
            answer = practice.opos(*command)
            is_plugin = "--nagios" in command  # whose 1 is a warning
            if (answer.code == 1 and not is_plugin) or "Traceback" in answer.err + answer.out:
                return f"{' '.join(command)}: {(answer.err or answer.out)[-400:]}"
    except Exception as error:
        return f"{' '.join(command)}: {type(error).__name__}: {error}"
    finally:
        path.write_bytes(whole)
    return ""


def unharmed_in_the_app(practice: Practice, kind: str, rotten: bytes) -> str:
    """The same for what only the app reads."""
    path = path_of(practice, kind)
    whole = path.read_bytes()
    path.write_bytes(rotten)
    try:
        BY_THE_APP[kind](practice)
    except OposError:
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        path.write_bytes(whole)
    return ""
