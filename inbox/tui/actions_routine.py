"""The actions of routine work."""

from __future__ import annotations

from inbox.tui.action import Action, on
from inbox.tui.deeds import routine

ACTIONS_ROUTINE: tuple[Action, ...] = (
    Action("template", "Put a template in", ("ctrl+t",), on("composer"), routine.template, foot="Template"),
)
