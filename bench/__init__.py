"""Measured, not asserted: each script prints ratios against its peers, all run in turn on the same
machine.
"""
