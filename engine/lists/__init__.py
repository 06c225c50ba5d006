"""How a list is written: bytes in, rows out, and for every line that is no row the reason."""
