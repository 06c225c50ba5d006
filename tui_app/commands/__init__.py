"""What can be done in the app, and with which keys."""
