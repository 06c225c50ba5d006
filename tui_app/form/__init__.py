"""What the editor knows of a table of settings, without a screen: its fields, what was changed,
what would be wrong.
"""
