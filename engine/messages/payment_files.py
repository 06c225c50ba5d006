"""Why a bank statement or a posting batch is refused, what is doubtful in it, and what in it is no
payment.
"""

from __future__ import annotations

from engine.model.message import N_, Code, plural

_EXPORT_AGAIN = N_("Have the file exported again, and see that no program changes it on the way.")
_RIGHT_FILE = N_("Look whether the right file was delivered, or set file.type to what it is.")


class PaymentFileRefusal(Code):
    """What such a file has that none may have. They are made by programs after a published
    description: whatever departs from it was damaged or is misunderstood.
    """

    NO_BATCH = ("no_posting_batch", N_("The file is no DATEV posting batch."), _RIGHT_FILE)
    NO_STATEMENT = (
        "no_bank_statement",
        N_("The file is no bank statement of the kind {type}."),
        _RIGHT_FILE,
    )
    BATCH_VERSION = (
        "batch_version",
        N_("The batch is of format version {version}; opos reads 5 to 13."),
        N_("Export the batch in a version that opos reads."),
    )
    BATCH_HEADER = (
        "batch_header",
        N_("Line 1: {value} is not what DATEV writes as {field}."),
        _EXPORT_AGAIN,
    )
    OTHER_CLIENT = (
        "batch_of_other_client",
        N_("The batch is of consultant {consultant}, client {client}, not of {ours}."),
        N_("See which file the interface fetches; or correct file.consultant and file.client."),
    )
    NO_MONEY_ACCOUNTS = (
        "no_money_accounts",
        N_("Nothing says which accounts are the bank's and the till's in this batch."),
        N_('Name them as file.money_accounts, such as ["1200", "1800-1899"].'),
    )
    BATCH_HEADING = (
        "batch_heading",
        N_("Line 2: column {column} is headed {found}, where DATEV writes {expected}."),
        _EXPORT_AGAIN,
    )
    BATCH_VALUE = (
        "batch_value",
        N_("Line {line}: {value} is not what DATEV writes as {field}."),
        _EXPORT_AGAIN,
    )
    BATCH_LINE = (
        "batch_line_short",
        N_("Line {line} has {cells} fields where {expected} are needed."),
        _EXPORT_AGAIN,
    )
    BATCH_DAY = (
        "batch_day",
        N_("Line {line}: {value} is no day of the batch's period, {first:date} to {last:date}."),
        _EXPORT_AGAIN,
    )
    OTHER_ACCOUNT = (
        "statement_of_other_account",
        N_("The statement is of the account {account}, which is none of file.accounts."),
        N_("See which file the interface fetches; or add the account to file.accounts."),
    )
    OTHER_MESSAGE = (
        "statement_of_other_kind",
        N_("The file is {message}; opos reads camt.053 and camt.054 in the versions 02 and 08."),
        N_("Order one of these from the bank."),
    )
    XML_BROKEN = ("xml_broken", N_("Line {line}: the XML is broken off or damaged."), _EXPORT_AGAIN)
    XML_HOSTILE = (
        "xml_hostile",
        N_("Line {line}: the XML declares entities or is nested deeper than any statement."),
        N_("No bank writes such a file: ask where it comes from before you import anything."),
    )
    STATEMENT_VALUE = (
        "statement_value",
        N_("Entry {line}: {value} is not what a bank writes as {field}."),
        _EXPORT_AGAIN,
    )
    MT940_LINE = (
        "mt940_line",
        N_("Line {line} is not what a bank writes in MT940: {value}."),
        _EXPORT_AGAIN,
    )
    ARCHIVE_EMPTY = (
        "archive_empty",
        N_("The archive holds no file."),
        N_("Send the list itself, or an archive with the list in it."),
    )
    ARCHIVE_PROTECTED = (
        "archive_protected",
        N_("The archive is protected with a password."),
        N_("Have it sent without one, over an encrypted way instead (SFTP or FTPS)."),
    )
    ARCHIVE_DAMAGED = (
        "archive_damaged",
        N_("The archive is damaged or broken off."),
        _EXPORT_AGAIN,
    )
    ARCHIVE_TOO_LARGE = (
        "archive_too_large",
        N_("Unpacked, the archive is larger than {limit:count} bytes, or has too many files."),
        N_("Look whether these are lists; if they are really so large, send them one by one."),
    )
    ARCHIVE_NESTED = (
        "archive_nested",
        N_("{name}: an archive within an archive is not unpacked."),
        N_("Pack the lists once, or send them as they are."),
    )
    ARCHIVE_MIXED = (
        "archive_mixed",
        N_("The archive holds lists of several kinds: {kinds}."),
        N_("Pack lists of one kind together, and let each kind have an interface of its own."),
    )
    ARCHIVE_TWICE = (
        "archive_twice",
        N_("{name} holds what another file of the archive holds, too."),
        N_("Send each list once."),
    )
    IN_ARCHIVE = ("in_archive", "{name}: {why:full}")


class PaymentDoubt(Code):
    """Why a statement or a batch is held, whatever its payments say."""

    BALANCE = (
        "balance_mismatch",
        N_(
            "Statement {statement}: {opening:money} and the entries are {counted:money}, but the"
            " closing balance is {closing:money}."
        ),
    )
    NO_BALANCES = (
        "no_balances",
        N_("Statement {statement} has no balances to check its entries by."),
    )
    HALF_BALANCE = (
        "half_balance",
        N_("Statement {statement} has only one of its two balances; it may be broken off."),
    )
    SUMMARY = (
        "summary_mismatch",
        N_("Statement {statement}: the bank's own count or sum of the entries does not hold."),
    )
    BALANCES_APART = (
        "balances_apart",
        N_("Statement {statement} does not begin with the balance that the one before ends with."),
    )
    PAGES_APART = (
        "pages_apart",
        N_("Statement {statement}: its pages do not add up to its balances."),
    )
    PAGES_MISSING = (
        "pages_missing",
        N_("Statement {statement} came in pages, and page {page} is missing."),
    )
    TORN_BATCH = (
        "torn_batch",
        N_("Line {line}: the batch ends within a line; postings may be missing."),
    )


class PaymentNotice(Code):
    """What there is to tell of such a file besides."""

    CREDITS_BESIDES = (
        "credits_besides",
        plural(
            "{n:count} posting lessens what a debtor owes without a payment, such as Skonto:"
            " {examples}. It is not booked; the tolerance closes a small rest.",
            "{n:count} postings lessen what debtors owe without a payment, such as Skonto:"
            " {examples}. They are not booked; the tolerance closes a small rest.",
        ),
    )
    SKONTO = (
        "skonto_told",
        plural(
            "{n:count} payment was made with Skonto: {examples}. Skonto is not booked; the"
            " tolerance closes a small rest.",
            "{n:count} payments were made with Skonto: {examples}. Skonto is not booked; the"
            " tolerance closes a small rest.",
        ),
    )


class NoPayment(Code):
    """Why a line of such a file is no payment."""

    NOT_OF_DEBTOR = ("not_of_debtor", N_("a posting that touches no debtor's account"))
    NOT_OF_MONEY = ("not_of_money", N_("a posting on a debtor's account that moves no money"))
    NO_AMOUNT = ("payment_of_nothing", N_("an amount of zero"))
    NOT_BOOKED = ("not_booked_yet", N_("an entry that the bank has not booked yet"))
    HEADING = ("batch_headings", N_("the lines that say what the file is"))
    BLANK = ("batch_line_blank", N_("a blank line"))
