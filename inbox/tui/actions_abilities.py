"""Actions about competences, absences and handing over."""

from __future__ import annotations

from inbox.tui.action import DIALOGUE, EVERYWHERE, Action, row_here
from inbox.tui.deeds import abilities, absences

ACTIONS_ABILITIES = (
    Action("needs", "What it needs, and who covers it", ("K",), DIALOGUE, abilities.needs, row_here, "Needs"),
    Action(
        "handover", "What was promised, what is open, what comes next", ("C",), DIALOGUE, abilities.handover, row_here
    ),
    Action("competences", "Competences: your own, as lead everybody's", ("g K",), EVERYWHERE, abilities.competences),
    Action("absences", "Who is away, and who acts", ("g i",), EVERYWHERE, absences.absences),
)
"""The actions of this part, added to the one table."""
