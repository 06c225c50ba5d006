"""opos in the terminal."""
