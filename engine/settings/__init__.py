"""What the admin configures.

| to know | read |
| --- | --- |
| what can be set | `model.py`, `interface.py`; what a value may be: `values.py` |
| how it is found and loaded | `load.py`, over `toml/document.py` and `layers.py` |
| what is refused, and in which words | `validation/` |
| where passwords come from | `secrets.py` |
| how it is changed and saved | `save.py`, over `toml/edit.py` and `toml/statements.py` |
| how it explains itself | `explanations.py`, `sample.py`, `json_schema.py` |
"""
