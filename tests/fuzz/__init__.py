"""Whatever comes from outside, changed at random: `python3 dev.py fuzz`."""
