"""The names of the guard's rules; `engine.journal.reasons` says why one of them holds an import."""

from __future__ import annotations

from enum import StrEnum


class GuardRule(StrEnum):
    """A reason to hold an import. The names are public: journals and scripts know them."""

    EMPTY_LIST = "empty_list"
    FOREIGN_LIST = "foreign_list"
    OTHER_CONTENT = "other_content"
    OTHER_AMOUNTS = "other_amounts"
    ROWS_AGAIN = "rows_again"
    NOT_HANDED_OVER = "not_handed_over"
    NOT_IN_THE_BOOKS = "not_in_the_books"
    CONTROL_TOTAL_MISMATCH = "control_total_mismatch"
    TORN_LAST_LINE = "torn_last_line"
    FULL_SHEET = "full_sheet"
    CREDITORS = "creditors"
    BALANCE_MISMATCH = "balance_mismatch"
    DOUBTFUL = "doubtful"
    REJECTED_ROWS = "rejected_rows"
    MAX_REJECTED_PERCENT = "max_rejected_percent"
    MAX_SETTLED_PERCENT = "max_settled_percent"
    MAX_SETTLED_AMOUNT = "max_settled_amount"
    MAX_DELETED_PERCENT = "max_deleted_percent"
    MAX_REOPENED_PERCENT = "max_reopened_percent"
    MIN_ROWS_PERCENT = "min_rows_percent"
    KEY_DATE_OLDER = "key_date_older"
    IMPORTED_BEFORE = "imported_before"
    SAME_PAYMENTS = "same_payments"
    REPEATED_PAYMENTS = "repeated_payments"
    TAKEN_BACK = "taken_back"
    DROPPED_BEFORE = "dropped_before"
    HELD_BEFORE = "held_before"
