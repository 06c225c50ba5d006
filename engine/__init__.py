"""The importer. It knows no screen; start reading at `import_run.py`."""
