"""Actions about what departments answered before."""

from __future__ import annotations

from inbox.domain.people import Act
from inbox.tui.action import EVERYWHERE, Action, knows, may, on
from inbox.tui.deeds import asking

ACTIONS_ASKING = (
    Action(
        "outdate",
        "Say that an answer is out of date, or true again",
        ("D",),
        on("thread"),
        asking.outdate,
        may(Act.ASK),
    ),
    Action("knowledge", "Find what was answered before, and use it", ("g k",), EVERYWHERE, asking.knowledge, knows),
)
