"""Messages of every code, for property tests."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from engine.common.sanitize import sanitize
from engine.messages.registry import all_codes
from engine.model.message import Message, Param

text = st.text(max_size=30).map(sanitize)
OF_FORMAT: dict[str, st.SearchStrategy[Param]] = {
    "": st.one_of(text, st.integers(), st.none()),
    "count": st.integers(),
    "money": st.integers() | st.lists(st.integers(), max_size=3),
    "moment": st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds")),
    "date": st.one_of(st.dates(), st.none()),
}


@st.composite
def messages(draw: st.DrawFn, depth: int = 2) -> Message:
    """Any message that the words of its code can say."""
    code = draw(st.sampled_from(list(all_codes())))
    params: dict[str, Param] = {}
    words = code.cause + code.many + code.advice
    for _literal, name, spec, _conversion in string.Formatter().parse(words):
        if name and name not in params:
            if name == "n":
                params[name] = draw(st.integers())
            elif spec == "full":
                params[name] = draw(messages(depth=max(0, depth - 1)))
            elif depth and not spec:
                nested = messages(depth=depth - 1)
                several = st.lists(text | nested, max_size=3)
                params[name] = draw(OF_FORMAT[""] | nested | several)
            else:
                params[name] = draw(OF_FORMAT[spec or ""])
    if depth and draw(st.booleans()):
        params["more"] = draw(st.lists(messages(depth=depth - 1), max_size=2))
    return Message(code, params)
