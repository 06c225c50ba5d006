"""The acts that change the store. Start reading at `import_run.py`."""
