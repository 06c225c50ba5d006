"""What a list means for our items: pure functions, no I/O, no clock, no store."""
