"""Passwords that were sent, kept out of what servers say: some repeat what they refuse, and their
words go into journals, mails and the output of cron.
"""

from __future__ import annotations

_SHORTEST = 4
"""Characters. Whatever is shorter stands in half of all words by chance."""
_known: set[str] = set()


def keep_secret(secret: str) -> None:
    """Hide it, and the same as an FTP server repeats its bytes, from now on."""
    if len(secret) >= _SHORTEST:
        _known.update((secret, secret.encode("utf-8", "replace").decode("latin-1")))


def without_secrets(words: str) -> str:
    """What a server said, with `***` for every password."""
    for secret in sorted(_known, key=len, reverse=True):
        words = words.replace(secret, "***")
    return words
