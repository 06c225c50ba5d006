"""Runs: their logs, their history, their plans."""
