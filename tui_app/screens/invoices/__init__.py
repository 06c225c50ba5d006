"""The invoices and what happened to them."""
