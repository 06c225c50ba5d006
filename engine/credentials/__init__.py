"""Who may see a stored password, and who did."""
