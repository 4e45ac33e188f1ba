"""The actions of routine work."""

from __future__ import annotations

from inbox.tui.action import DIALOGUE, EVERYWHERE, Action, on, reader
from inbox.tui.deeds import automating, routine

ACTIONS_ROUTINE: tuple[Action, ...] = (
    Action("template", "Put a template in", ("ctrl+t",), on("composer"), routine.template, foot="Template"),
    Action("name", "Name a colleague in the note", ("f2",), on("composer"), routine.name_somebody),
    Action("mentions", "Where I was named", ("g @",), EVERYWHERE, routine.mentions, reader),
    Action("hours", "Business hours and targets", ("g b",), EVERYWHERE, routine.hours, reader),
    Action("rules", "Automatic rules", ("g R",), EVERYWHERE, automating.rules, reader),
    Action("saved", "Show a view of yours", ("g v", "9"), EVERYWHERE, routine.saved_view, reader),
    Action("keep-view", "Keep this list as a view", ("g V",), DIALOGUE, routine.keep_view, reader),
    Action("forget-view", "Forget a view of yours", ("g X",), DIALOGUE, routine.forget_view, reader),
)
