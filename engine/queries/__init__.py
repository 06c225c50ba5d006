"""Questions that commands and screens both ask: answered as records, and as the words for them."""
