"""Workbooks and their look-alikes, read in a process of their own."""
