"""The background worker: what runs when it is due, and what starts it."""
