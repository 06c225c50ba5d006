"""What the admin configures. `model.py` and `interface.py` say what there is; `files.py` reads and saves it."""
