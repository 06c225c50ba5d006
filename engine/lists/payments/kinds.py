"""The types of files that tell of payments and are no lists."""

from __future__ import annotations

DATEV_BATCH, CAMT, MT940 = "datev_batch", "camt", "mt940"
STATEMENTS = (CAMT, MT940)
"""Those of a bank."""
PAYMENT_FILES = (DATEV_BATCH, *STATEMENTS)
