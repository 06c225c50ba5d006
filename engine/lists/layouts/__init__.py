"""Layouts as data: the built-in ones, a user's own, and which of them a file is of."""
