"""The terminal and the machine below the app."""
