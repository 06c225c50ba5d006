"""Where the invoices are held."""
