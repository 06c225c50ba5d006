"""What any program needs: atomic writes, cancellation, the data folder, translation, sanitizing."""
