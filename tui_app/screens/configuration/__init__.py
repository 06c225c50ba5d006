"""The configuration: its editor, its conflicts, its samples."""
