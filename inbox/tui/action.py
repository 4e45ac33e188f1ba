"""What one action is: its keys, where they work, and why it cannot be done now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from inbox.domain.commands import Command
from inbox.domain.model import RequestState
from inbox.domain.people import Act, Reach, reach
from inbox.domain.rules.reply import may_answer
from inbox.domain.rules.requests import fits
from inbox.errors import Refused
from inbox.texts import explain, t
from inbox.tui.models.unread import unread
from inbox.tui.screens.base import HouseScreen
from inbox.tui.widgets.composer import Mode

Why = Callable[[HouseScreen], str]
CONTEXTS = ("list", "thread", "composer", "requests", "lead", "signing")
EVERYWHERE = frozenset({"list", "thread", "requests", "lead", "signing"})
DIALOGUE = frozenset({"list", "thread"})


def key_said(key: str) -> str:
    """Return a key as it is called on the reader's keyboard."""
    names = {"escape": "Esc", "space": t("space"), "tab": "Tab", "enter": "Enter"}
    return names.get(key, key)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing people can do. `reason` returns why it cannot be done now, "" where it can.

    `foot` is its short name in the footer; actions without one are not shown there. `writes` tells that people begin to
    type a text after its key.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    contexts: frozenset[str]
    run: Callable[[HouseScreen, str], Awaitable[None]]
    why: Why = lambda _: ""
    foot: str = ""
    writes: bool = False

    def reason(self, screen: HouseScreen) -> str:
        """Return why this cannot be done now."""
        return self.why(screen)


def row_here(screen: HouseScreen) -> str:
    """Say that nothing is under the cursor."""
    return "" if screen.row() is not None else t("There is no conversation here.")


def may(act: Act) -> Why:
    """Return what says why the person's role forbids something here."""

    def why(screen: HouseScreen) -> str:
        missing = row_here(screen)
        if missing:
            return missing
        allowed = reach(screen.seat.person, act) is not Reach.NONE
        return "" if allowed else t("Your role does not allow this.")

    return why


def may_reply(screen: HouseScreen) -> str:
    """Say why the contact cannot be answered here by this person."""
    row, person = screen.row(), screen.seat.person
    if row is None:
        return t("There is no conversation here.")
    if row.ball == "lead":
        return t("A reply waits for a sign-off here; that comes first.")
    try:
        may_answer(row.conversation, person)
    except Refused as cause:
        notes = reach(person, Act.SEND) is not Reach.NONE and reach(person, Act.NOTE) is Reach.ALL
        return " ".join(
            [explain(cause), t("Ask a lead to hand it to you, or leave a note (i).") if notes else ""]
        ).strip()
    return ""


def fitting(command: type[Command]) -> Why:
    """Return what says why a request's department cannot do something now."""

    def why(screen: HouseScreen) -> str:
        row = screen.request_row()
        if row is None:
            return t("There is no request here.")
        try:
            fits(row.request, command)
        except Refused as cause:
            answered = row.request.state is RequestState.ANSWERED
            hint = t("r answers anew.") if answered else t("r answers; else it waits for whoever asked.")
            return f"{explain(cause)} {hint}"
        return ""

    return why


def may_sign(screen: HouseScreen) -> str:
    """Say why the chosen reply cannot be signed off by this person."""
    if reach(screen.seat.person, Act.APPROVE) is Reach.NONE:
        return t("Your role does not allow this.")
    if screen.context() == "signing":
        return "" if screen.held_row() is not None else t("No reply waits for a sign-off here.")
    return row_here(screen)


def signer(screen: HouseScreen) -> str:
    """Say that the person signs nothing off and writes nothing that could wait."""
    acts = (Act.APPROVE, Act.DRAFT)
    some = any(reach(screen.seat.person, act) is not Reach.NONE for act in acts)
    return "" if some else t("Your role does not allow this.")


def guards(screen: HouseScreen) -> str:
    """Say that the person does not say how freely others speak."""
    return "" if reach(screen.seat.person, Act.GUARD) is Reach.ALL else t("Your role does not allow this.")


def reader(screen: HouseScreen) -> str:
    """Say that the person reads no conversations."""
    return unread(screen.seat.person)


def others(screen: HouseScreen) -> str:
    """Say that one cannot sit at other desks."""
    return "" if screen.seat.others is not None else t("Only in the demo.")


def leads(screen: HouseScreen) -> str:
    """Say that the person does not lead."""
    return "" if reach(screen.seat.person, Act.ASSIGN) is Reach.ALL else t("Only leads see the overview.")


def answerer(screen: HouseScreen) -> str:
    """Say that the person answers no requests."""
    return "" if reach(screen.seat.person, Act.ANSWER) is not Reach.NONE else t("Your role does not allow this.")


def knows(screen: HouseScreen) -> str:
    """Say that the person sees no answers of departments: neither reads conversations nor answers requests."""
    return "" if not answerer(screen) else reader(screen)


def replying(otherwise: str) -> Why:
    """Return what says, in a sentence, that what is being written is no reply."""

    def why(screen: HouseScreen) -> str:
        writing = screen.composer.writing
        return t(otherwise) if writing is not None and writing.mode is not Mode.REPLY else ""

    return why


def on(*names: str) -> frozenset[str]:
    """Return contexts by name."""
    return frozenset(names)
