"""How a run ended, in the words of the forms."""

from __future__ import annotations

from engine.journal.event_text import render_finished
from engine.journal.events import RunFinished
from tui_app.form.labels import by_labels


def ended_text(finished: RunFinished, *, alone: bool = False) -> str:
    """Return how the run ended, with cause and advice; where it stands `alone`, with figures."""
    return by_labels(render_finished(finished, alone=alone), "SourceSettings")
