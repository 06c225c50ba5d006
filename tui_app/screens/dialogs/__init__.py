"""Questions and notes, whatever they are about."""
