"""The actions about what leadership wants, and about why we said something."""

from __future__ import annotations

from inbox.tui.action import DIALOGUE, EVERYWHERE, Action, row_here
from inbox.tui.deeds import goals

ACTIONS_GOALS: tuple[Action, ...] = (
    Action("why", "Why we said this", ("W",), DIALOGUE, goals.why, row_here, "Why"),
    Action("goals", "Goals and guidelines", ("f6", "g c"), EVERYWHERE, goals.goals),
    Action(
        "goals-here", "Goals and guidelines for this text", ("f6",), frozenset({"composer"}), goals.goals, foot="Goals"
    ),
)
