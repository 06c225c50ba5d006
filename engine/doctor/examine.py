"""`opos check`: everything that a run depends on, looked at one after the other, each with what to
do where it is not well.

Nothing is changed here; on a server only by what `engine.sources.diagnose` tries there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from engine.common.cancellation import CancelToken
from engine.common.i18n import _, describe_os_error, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.doctor.checkup import Checkup
from engine.doctor.connection_checks import check_mail, check_outbox, check_servers
from engine.doctor.data_checks import check_archive, check_lock, check_store
from engine.doctor.database_checks import check_database
from engine.doctor.export_checks import check_exports
from engine.doctor.finding import Finding
from engine.doctor.folders import check_data_folder
from engine.doctor.notify_checks import check_notify
from engine.doctor.run_checks import (
    check_last_runs,
    check_new_lists,
    check_refused_lists,
    check_schedule,
    check_schedulers,
)
from engine.model.errors import Cancelled, ExitCode, OposError
from engine.settings.load import Configuration
from engine.store.opening import fetch_journals


def examine(
    configuration: Configuration,
    names: Sequence[str],
    token: CancelToken,
    now: datetime,
    *,
    mail_to: Sequence[str] | None = None,
    test_notify: bool = False,
    only: str = "",
) -> Iterator[Finding]:
    """Look at all that these interfaces depend on. A test mail goes to `mail_to`: where that is
    empty to everyone who gets reports of them, where it is None to nobody. With `test_notify` the
    others who hear of runs are told something.

    `only` is the name of one check, such as `mail`.

    Raises only `Cancelled`: whatever else goes wrong is a finding.
    """
    checkup = Checkup(configuration, names, token, now)
    with suppress(OposError):  # the check of the store says why
        fetch_journals(checkup.data)
    checks: dict[str, Callable[[Checkup], Iterator[Finding]]] = {
        "configuration": check_configuration,
        "folder": lambda checkup: check_data_folder(checkup.data),
        "lock": check_lock,
        "database": check_database,
        "store": check_store,
        "archive": check_archive,
        "server": check_servers,
        "mail": partial(check_mail, mail_to=mail_to),
        "notify": partial(check_notify, test=test_notify),
        "outbox": check_outbox,
        "export": check_exports,
        "schedule": check_schedule,
        "silence": check_new_lists,
        "refused": check_refused_lists,
        "last_run": check_last_runs,
        "schedulers": check_schedulers,
    }
    for name, check in checks.items():
        if only in ("", name):
            yield from _findings(name, check, checkup)


def _findings(
    name: str, check: Callable[[Checkup], Iterator[Finding]], checkup: Checkup
) -> Iterator[Finding]:
    """What one check finds; that it cannot be carried out is a finding, too."""
    try:
        yield from check(checkup)
    except Cancelled:
        raise
    except OposError as error:
        yield Finding.of(name, error)
    except OSError as error:
        yield Finding(
            check=name,
            exit_code=ExitCode.STORE,
            text=_("{path} cannot be read: {why}.").format(
                path=sanitize(str(error.filename)), why=describe_os_error(error)
            ),
            advice=_("Run this check as the user that opos runs as."),
        )


def check_configuration(checkup: Checkup) -> Iterator[Finding]:
    """That it was read at all means that it is right."""
    n = len(checkup.settings.interfaces)
    text = ngettext(
        "{path} is valid; it has {n} interface.", "{path} is valid; it has {n} interfaces.", n
    )
    yield Finding(
        check="configuration",
        text=text.format(path=sanitize(str(checkup.configuration.path)), n=format_number(n)),
    )
