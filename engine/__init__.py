"""The importer. It knows no screen; start reading at `imports/import_run.py`."""
