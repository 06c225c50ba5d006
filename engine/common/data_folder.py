"""Where opos keeps its own things: one data folder, and this is the only file that knows what lies
where in it.

| in the data folder | what it is |
| --- | --- |
| `store.json` | the invoices, the ledger of imported files, the held imports |
| `store.log` | what was committed since it was written, where it is large: it belongs to it |
| `store.index` | where each invoice stands in a large one; made from it, and may be deleted |
| `moved-to` | the database that this store was moved to: nothing here counts any more |
| `store.lock` | held by a kernel lock from plan to commit; never deleted, nor is any other lock |
| `locks/INTERFACE.lock` | held while the interface runs |
| `locks/slots/` | a lock for each run that may be at work beside others |
| `schedule.json` | for each interface, up to when what was due is dealt with |
| `schedule.lock`, `outboxes.lock`, `figures.lock` | held while such a file is changed |
| `nothing-due` | until when no tick of cron need look for anything due; may be deleted |
| `swept` | its time is when leftovers of killed writers were last looked for; may be deleted |
| `settings-in-force` | the settings as checked last, no secret among them; may be deleted |
| `outboxes.json` | what is still to be mailed, and about which trouble was mailed before |
| `exports/NAME.json`, `NAME.lock` | what of an export went, and what is under way; its lock |
| `versions/` | the newest versions of the store, and their logs; the present one among them |
| `journals/RUN.jsonl` | the story of a run, one event per line |
| `refused/INTERFACE.json` | refused lists that lie on its server still; may be deleted |
| `lists/INTERFACE.json` | what is remembered of its last list, to read the next; may be deleted |
| `changes/RUN.N.jsonl` | what the N-th file of a run changes; history once the ledger names it |
| `changes/RUN.N.jsonl.gz` | the same of more than 100,000 changes, packed |
| `admin-password.json` | the hash of the admin password; for its owner alone |
| `admin-tries` | the wrong tries at it; locked while one is made, never deleted |
| `audit.jsonl` | who asked for a stored password, one line a try; for its owner alone |
| `settings.jsonl` | who changed the configuration, when and how, in a hash chain |
| `configurations/SHA256.toml` | the configuration as it was at each of these changes |
| `drafts/` | changes of the configuration that were not saved when the app ended |
| `archive/` | the original files under their hash, and the hash chain over them |
| `runs.jsonl` | the hash chain over the ledger and the journals of runs that changed something |
| `error-RUN.txt` | the traceback of an error of opos itself |
| `originals/` | copies of originals of a store on PostgreSQL, for a day; may be deleted |
| `spool/` | what is being fetched right now, in a folder for each run |
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from engine.common.accounts import account_name, foreign_owner
from engine.common.idle_cache import RECORD
from engine.messages.run import RunFault
from engine.messages.system import SystemReason
from engine.model.errors import StoreError
from engine.model.message import Message

if TYPE_CHECKING:
    from engine.common.secret import SecretStr


class SharedStore(msgspec.Struct, frozen=True):
    """The PostgreSQL that all workers of a configuration share, as `[store]` names it."""

    url: str
    password: Callable[[], SecretStr]
    """Asked whenever a connection is made. Raises `ConfigError`."""


class DataFolder(msgspec.Struct, frozen=True):
    """The data folder's rooms. Nothing is made until `make` is called."""

    root: Path
    shared: SharedStore | None = None
    """Where store, originals and the like are instead; None: here."""

    @property
    def store(self) -> Path:
        return self.root / "store.json"

    @property
    def store_log(self) -> Path:
        return self.root / "store.log"

    @property
    def moved(self) -> Path:
        return self.root / "moved-to"

    @property
    def lock(self) -> Path:
        return self.root / "store.lock"

    @property
    def locks(self) -> Path:
        return self.root / "locks"

    def run_lock(self, interface: str) -> Path:
        """What whoever runs this interface holds."""
        return self.locks / f"{interface}.lock"

    @property
    def slots(self) -> Path:
        return self.locks / "slots"

    @property
    def figures_lock(self) -> Path:
        return self.root / "figures.lock"

    @property
    def schedule(self) -> Path:
        return self.root / RECORD

    @property
    def swept(self) -> Path:
        return self.root / "swept"

    @property
    def outboxes(self) -> Path:
        return self.root / "outboxes.json"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def admin_password(self) -> Path:
        return self.root / "admin-password.json"

    @property
    def admin_tries(self) -> Path:
        return self.root / "admin-tries"

    @property
    def audit(self) -> Path:
        return self.root / "audit.jsonl"

    @property
    def settings_log(self) -> Path:
        return self.root / "settings.jsonl"

    def kept_configuration(self, sha256: str) -> Path:
        """Where the text of a former configuration is kept."""
        return self.root / "configurations" / f"{sha256}.toml"

    @property
    def drafts(self) -> Path:
        return self.root / "drafts"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    @property
    def journals(self) -> Path:
        return self.root / "journals"

    @property
    def refused(self) -> Path:
        return self.root / "refused"

    @property
    def lists(self) -> Path:
        return self.root / "lists"

    @property
    def changes(self) -> Path:
        return self.root / "changes"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def archive_chain(self) -> Path:
        return self.archive / "chain.jsonl"

    @property
    def run_chain(self) -> Path:
        return self.root / "runs.jsonl"

    def error_report(self, run: str) -> Path:
        """Where the traceback of an error of opos itself is kept."""
        return self.root / f"error-{run}.txt"

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    def is_empty(self) -> bool:
        """Whether the folder is there and holds nothing: not even what a first look leaves. False
        where that cannot be seen.
        """
        try:
            return self.root.is_dir() and not any(self.root.iterdir())
        except OSError:
            return False

    def make(self) -> None:
        """Make all folders, for their owner and group only. Raises `OSError`, and `StoreError`
        where the folder is somebody else's, for what root leaves in it stops its owner's next run,
        or one of them cannot be written.
        """
        if owner := foreign_owner(self.root):
            raise StoreError(
                RunFault.FOREIGN_FOLDER,
                folder=str(self.root),
                owner=owner,
                user=account_name(),
                account=f"'#{owner}'" if owner.isdigit() else owner,
            )
        for folder in (
            self.root,
            self.locks,
            self.slots,
            self.versions,
            self.journals,
            self.refused,
            self.lists,
            self.changes,
            self.archive,
            self.spool,
        ):
            folder.mkdir(mode=0o770, parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
                is_read_only = os.statvfs(folder).f_flag & os.ST_RDONLY
                raise StoreError(
                    RunFault.FOLDER_UNWRITABLE,
                    folder=str(folder),
                    error=Message(
                        SystemReason.READ_ONLY if is_read_only else SystemReason.PERMISSION_DENIED
                    ),
                )
