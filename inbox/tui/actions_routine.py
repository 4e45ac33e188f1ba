"""The actions of routine work."""

from __future__ import annotations

from inbox.domain.people import Act
from inbox.tui.action import DIALOGUE, EVERYWHERE, Action, may, on, reader, replying
from inbox.tui.deeds import automating, routine

ACTIONS_ROUTINE: tuple[Action, ...] = (
    Action(
        "template",
        "Put a template in",
        ("ctrl+t",),
        on("composer"),
        routine.template,
        replying("Templates are for replies."),
        "Template",
    ),
    Action("name", "Name a colleague in the note", ("f2",), on("composer"), routine.name_somebody),
    Action("mentions", "Where I was named", ("g @",), EVERYWHERE, routine.mentions, reader),
    Action("hours", "Business hours and targets", ("g b",), EVERYWHERE, routine.hours, reader),
    Action("rules", "Automatic rules", ("g R",), EVERYWHERE, automating.rules, reader),
    Action("note-each", "Write one note on everything marked", ("I",), DIALOGUE, routine.note_each, may(Act.NOTE)),
    Action("saved", "Show a view of yours", ("g v", "9"), EVERYWHERE, routine.saved_view, reader),
    Action("keep-view", "Keep this list as a view", ("g V",), DIALOGUE, routine.keep_view, reader),
    Action("forget-view", "Forget a view of yours", ("g X",), DIALOGUE, routine.forget_view, reader),
)
