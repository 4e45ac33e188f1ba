"""The actions around signing off."""

from __future__ import annotations

from inbox.tui.action import DIALOGUE, EVERYWHERE, Action, guards, may_sign, on, signer
from inbox.tui.deeds import signing

WHERE = DIALOGUE | on("signing")
SIGNS = ("approve", "revise", "refuse", "stop")
"""What the footer shows first where a reply waits for whoever may sign it off."""
ACTIONS_SIGNING: tuple[Action, ...] = (
    Action("approve", "Sign the held reply off", ("P",), WHERE, signing.approve, may_sign, foot="Sign off"),
    Action(
        "revise",
        "Write the held reply anew and sign it off",
        ("E",),
        WHERE,
        signing.revise,
        may_sign,
        foot="Edit, sign",
    ),
    Action("refuse", "Give the held reply back", ("R",), WHERE, signing.refuse, may_sign, foot="Give back"),
    Action("stop", "Stop a reply that leaves after a while", ("H",), WHERE, signing.stop, may_sign, foot="Stop"),
    Action("signing", "What waits for a sign-off", ("g p",), EVERYWHERE, signing.show_signing, signer),
    Action("guard", "How freely somebody speaks", ("g f",), EVERYWHERE, signing.guard, guards),
)
"""What can be done about replies that wait, and about who speaks how freely."""
