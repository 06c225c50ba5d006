"""Reading a file from end to end. Start here.

| | |
| --- | --- |
| files/packed.py | an archive: each of its files is read by itself |
| several_files.py | what several files are together |
| payments/pages.py | a bank statement in several pages |
| payments/read_payments.py | bank statements and posting batches |
| read_table.py | lists, which are tables |
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from engine.common.cancellation import CancelToken
from engine.lists.files.limits import FileLimits
from engine.lists.files.packed import unpacked
from engine.lists.layouts.built_in import BUILT_IN
from engine.lists.layouts.layout import Layout
from engine.lists.payments.expected import ExpectedPayments
from engine.lists.payments.kinds import PAYMENT_FILES
from engine.lists.payments.pages import with_pages_joined
from engine.lists.read_table import ReaderSettings, read_table_list
from engine.lists.rows.rows import Content, ListFile
from engine.lists.several_files import together
from engine.messages.payment_files import PaymentFileRefusal
from engine.model.errors import ListRefused


def read_list(  # noqa: PLR0913 - a file and its name, and each setting by name
    path: Path,
    name: str,
    *,
    type: str = "",  # noqa: A002 - the setting's name
    content: Content | None = None,
    encoding: str = "auto",
    layouts: Mapping[str, Layout] = BUILT_IN,
    limits: FileLimits = FileLimits(),  # noqa: B008 - frozen
    expected: ExpectedPayments = ExpectedPayments(),  # noqa: B008 - frozen
    today: date,
    token: CancelToken | None = None,
) -> ListFile:
    """Everything that the list in the file at `path` tells, and an account of every line.

    `name` is what the file was called where it came from; its key date may be in it. `type` names
    the layout, or the kind of payment file, and `content` what it holds; without them the file's
    own content tells. `expected` is whose a payment file must be. Raises `ListRefused` where the
    file is not what it should be, `Cancelled` where `token` stops it.
    """
    settings = ReaderSettings(
        type=type,
        content=content,
        encoding=encoding,
        layouts=layouts,
        limits=limits,
        expected=expected,
        today=today,
    )
    with unpacked(path, name, limits) as members:
        if not members:
            return with_pages_joined(_read(path, name, settings, token))
        if len(members) == 1:
            only = _read(members[0].path, members[0].name, settings, token)
            # The next list is compared with the archive, in which no line stands.
            return msgspec.structs.replace(with_pages_joined(only), written=None)
        files: list[tuple[str, ListFile]] = []
        for member in members:
            try:
                files.append((member.name, _read(member.path, member.name, settings, token)))
            except ListRefused as refused:
                raise ListRefused(
                    PaymentFileRefusal.IN_ARCHIVE, name=member.name, why=refused.message
                ) from refused
        return with_pages_joined(together(files))


def _read(path: Path, name: str, settings: ReaderSettings, token: CancelToken | None) -> ListFile:
    kind = settings.type
    if not kind and settings.content in (None, Content.PAYMENTS):
        from engine.lists.payments.read_payments import payment_file_kind

        kind = payment_file_kind(path)
    if kind not in PAYMENT_FILES:
        return read_table_list(path, name, settings, token)
    from engine.lists.payments.read_payments import read_payments  # most runs read tables

    return read_payments(path, kind, settings.encoding, settings.limits, settings.expected)
