"""Questions that commands and screens both ask, answered as records."""
