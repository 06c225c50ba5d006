"""TOML texts: read, cut into statements, changed one key at a time."""
