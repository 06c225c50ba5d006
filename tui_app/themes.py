"""All colours of the app: a dark and a light theme, and one in the terminal's own colours.

Nothing else names a colour. The style sheet takes them by what they are for: a colour only repeats
what a sign and a word say.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

DARK = Theme(
    name="dark",
    dark=True,
    background="#11151c",
    surface="#171d27",
    panel="#1d2531",
    foreground="#d3dae6",
    primary="#5aa2e6",
    secondary="#7fb4d9",
    accent="#79b8ff",
    success="#7cc98d",
    warning="#e3b45c",
    error="#f2777a",
    variables={
        "text-success": "#7cc98d",
        "text-warning": "#e3b45c",
        "text-error": "#f2777a",
        "text-muted": "#8d99ab",
        "foreground-muted": "#8d99ab",
        "frame": "#334052",
        "block-cursor-background": "#27405c",
        "block-cursor-foreground": "#ffffff",
    },
)
LIGHT = Theme(
    name="light",
    dark=False,
    background="#fbfbf9",
    surface="#f4f5f3",
    panel="#e8ecef",
    foreground="#20262e",
    primary="#1f6fb5",
    secondary="#33719f",
    accent="#0b5cad",
    success="#1b7a3a",
    warning="#8f5f00",
    error="#bf2a2f",
    variables={
        "text-success": "#1b7a3a",
        "text-warning": "#8f5f00",
        "text-error": "#bf2a2f",
        "text-muted": "#5f6b78",
        "foreground-muted": "#5f6b78",
        "frame": "#b9c3cd",
        "block-cursor-background": "#cde1f5",
        "block-cursor-foreground": "#0f151c",
    },
)
TERMINAL = Theme(
    name="terminal",
    ansi=True,
    dark=True,
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    foreground="ansi_default",
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_cyan",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "frame": "ansi_blue",
        "block-cursor-background": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "input-selection-foreground": "ansi_black",
    },
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT, TERMINAL)}
_LIGHT_BACKGROUNDS = ("7", "15")


def theme_for(environ: Mapping[str, str], chosen: str, *, is_calm: bool) -> Theme:
    """Return the theme to begin with: the one that was `chosen` last, or else what suits the
    terminal. Without colours, and over a slow line as long as nothing is chosen, its own.
    """
    if "NO_COLOR" in environ:
        return TERMINAL
    if chosen in THEMES:
        return THEMES[chosen]
    if is_calm:
        return TERMINAL
    # What rxvt, Konsole and others say of themselves: foreground;background.
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in _LIGHT_BACKGROUNDS else DARK


def next_theme(name: str) -> Theme:
    """Return the theme after this one, from the last on the first."""
    names = list(THEMES)
    return THEMES[names[(names.index(name) + 1) % len(names)]]
