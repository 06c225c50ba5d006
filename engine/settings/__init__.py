"""What the admin configures.

| to know | read |
| --- | --- |
| what can be set | `model.py`, `interface.py`; what a value may be: `values.py` |
| how it is found and loaded | `files.py`, over `toml_file.py` and `layers.py` |
| what is refused, and in which words | `problems.py`, over `understanding.py`, `checks.py`, `misplaced.py`, `permissions.py` |
| where passwords come from | `secrets.py` |
| how it is changed and saved | `save.py`, over `toml_edit.py` and `statements.py` |
| how it explains itself | `words.py`, `sample.py`, `schema.py` |
"""
