"""The one table of actions: keys, footer, help, palette and `inbox keys` are all made from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from inbox.domain.commands import Answer, Command, Decline, Redirect, Return, TakeRequest
from inbox.domain.model import RequestState
from inbox.domain.people import Act, Reach, reach
from inbox.domain.rules.reply import may_answer
from inbox.domain.rules.requests import fits
from inbox.errors import Refused
from inbox.texts import explain, t
from inbox.tui.deeds import asking, dialogue, files, finding, knowing, moving, signing
from inbox.tui.models.rows import legend
from inbox.tui.screens.base import HouseScreen

Why = Callable[[HouseScreen], str]
CONTEXTS = ("list", "thread", "composer", "requests", "lead")
EVERYWHERE = frozenset({"list", "thread", "requests", "lead"})
DIALOGUE = frozenset({"list", "thread"})
VIEWS = (
    "Show what is mine",
    "Show what nobody owns",
    "Show who waits for us",
    "Show what is asleep",
    "Show conversations that wait for a department",
    "Show what waits for a sign-off",
    "Show replies that may not have arrived",
    "Show all conversations",
)
"""What each view's key does, in the order of the views."""


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


def _row(screen: HouseScreen) -> str:
    return "" if screen.row() is not None else t("There is no conversation here.")


def _may(act: Act) -> Why:
    def why(screen: HouseScreen) -> str:
        missing = _row(screen)
        if missing:
            return missing
        allowed = reach(screen.seat.person, act) is not Reach.NONE
        return "" if allowed else t("Your role does not allow this.")

    return why


def _reply(screen: HouseScreen) -> str:
    row, person = screen.row(), screen.seat.person
    if row is None:
        return t("There is no conversation here.")
    try:
        may_answer(row.conversation, person)
    except Refused as cause:
        notes = reach(person, Act.SEND) is not Reach.NONE and reach(person, Act.NOTE) is Reach.ALL
        return " ".join(
            [explain(cause), t("Ask a lead to hand it to you, or leave a note (i).") if notes else ""]
        ).strip()
    return ""


def _fits(command: type[Command]) -> Why:
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


def _reader(screen: HouseScreen) -> str:
    allowed = reach(screen.seat.person, Act.READ) is Reach.ALL
    return "" if allowed else t("You see what your department is asked; your role has no other lists.")


def _others(screen: HouseScreen) -> str:
    return "" if screen.seat.others is not None else t("Only in the demo.")


def _lead(screen: HouseScreen) -> str:
    return "" if reach(screen.seat.person, Act.ASSIGN) is Reach.ALL else t("Only leads see the overview.")


def _answerer(screen: HouseScreen) -> str:
    return "" if reach(screen.seat.person, Act.ANSWER) is not Reach.NONE else t("Your role does not allow this.")


def _on(*names: str) -> frozenset[str]:
    return frozenset(names)


ACTIONS = (
    Action("reply", "Reply to the contact", ("r",), DIALOGUE, dialogue.reply, _reply, "Reply", writes=True),
    Action(
        "use",
        "Put the department's answer into the reply",
        ("v",),
        DIALOGUE,
        asking.use_answer,
        _reply,
        "Use answer",
    ),
    Action("ask", "Ask a department", ("x",), DIALOGUE, asking.ask, _may(Act.ASK), "Ask", writes=True),
    Action("note", "Write an internal note", ("i",), DIALOGUE, dialogue.note, _may(Act.NOTE), "Note", writes=True),
    Action("take", "Take the conversation", ("m",), DIALOGUE, dialogue.take, _may(Act.TAKE), "Take"),
    Action("assign", "Hand to a colleague", ("a",), DIALOGUE, dialogue.assign, _may(Act.TAKE), "Assign"),
    Action("close", "Close and go on", ("e",), DIALOGUE, dialogue.close, _may(Act.CLOSE), "Close"),
    Action("snooze", "Put away until a time", ("s",), DIALOGUE, dialogue.snooze, _may(Act.CLOSE), "Snooze"),
    Action("release", "Let go, so that nobody owns it", ("A",), DIALOGUE, dialogue.release, _may(Act.TAKE)),
    Action("reopen", "Open again", ("u",), DIALOGUE, dialogue.reopen, _may(Act.CLOSE)),
    Action("tag", "Add or remove a tag", ("t",), DIALOGUE, dialogue.tag, _may(Act.NOTE)),
    Action("across", "Everything with this person across channels", ("T",), DIALOGUE, knowing.across, _row),
    Action("link", "Say that two contacts are one person", ("L",), DIALOGUE, knowing.link, _may(Act.LINK)),
    Action("unlink", "Take such a link away", ("U",), DIALOGUE, knowing.unlink, _may(Act.LINK)),
    Action("approve", "Sign the held reply off", ("P",), DIALOGUE, signing.approve, _may(Act.APPROVE), foot="Sign off"),
    Action("refuse", "Give the held reply back", ("R",), DIALOGUE, signing.refuse, _may(Act.APPROVE), foot="Give back"),
    Action(
        "settle", "Decide about a reply that may have arrived", ("!",), _on("thread"), signing.settle, _may(Act.CLOSE)
    ),
    Action("accept", "Accept the department's answer", ("V",), DIALOGUE, asking.accept, _may(Act.ASK)),
    Action("missing", "Say what a department's answer lacks", ("c",), _on("thread"), asking.say_missing, _may(Act.ASK)),
    Action("withdraw", "Take a question back", ("X",), _on("thread"), asking.withdraw, _may(Act.ASK)),
    Action("copy", "Copy what is under the cursor", ("y",), _on("thread"), dialogue.copy),
    Action("open", "Open a link", ("o",), _on("thread"), dialogue.open_),
    Action("save", "Save an attachment", ("O",), _on("thread"), files.save_file),
    Action(
        "answer", "Answer the question", ("r",), _on("requests"), asking.answer, _fits(Answer), "Answer", writes=True
    ),
    Action("ask-back", "Ask back", ("c",), _on("requests"), asking.ask_back, _fits(Return), "Ask back", writes=True),
    Action(
        "decline",
        "Decline with a reason",
        ("d",),
        _on("requests"),
        asking.decline,
        _fits(Decline),
        "Decline",
        writes=True,
    ),
    Action(
        "redirect",
        "Pass on to another department",
        ("D",),
        _on("requests"),
        asking.redirect,
        _fits(Redirect),
        "Pass on",
    ),
    Action(
        "take-request",
        "Say that you work on it",
        ("m", "t"),
        _on("requests"),
        asking.take_request,
        _fits(TakeRequest),
        "Take",
    ),
    Action(
        "move-work",
        "Hand the marked, or everything of one person, to a colleague",
        ("a",),
        _on("lead"),
        dialogue.assign,
        _lead,
        "Reassign",
    ),
    Action("send", "Send what is written", ("ctrl+s", "alt+enter"), _on("composer"), dialogue.send, foot="Send"),
    Action(
        "leave-composer",
        "Stop writing, keep the draft",
        ("escape", "ctrl+c"),
        _on("composer"),
        dialogue.leave_composer,
        foot="Leave",
    ),
    Action("editor", "Write in your own editor", ("f4", "ctrl+g"), _on("composer"), dialogue.editor, foot="Editor"),
    Action("enclose", "Enclose a file", ("ctrl+o",), _on("composer"), files.enclose, foot="File"),
    Action("enter", "Go into it", ("enter", "l", "right"), EVERYWHERE, moving.enter, foot="Open"),
    Action("mark", "Mark", ("space",), _on("list", "thread", "lead"), moving.mark, foot="Mark"),
    Action("undo", "Take your latest reply or move back", ("z",), EVERYWHERE, signing.undo, foot="Undo"),
    Action("again", "Do the same again here", (".",), DIALOGUE, dialogue.again, _row),
    Action("find", "Find words", ("/",), DIALOGUE, finding.find, foot="Find"),
    Action("narrow", "Only one channel, owner or tag", ("f",), DIALOGUE, finding.narrow),
    Action("next-hit", "Next place of the words found", ("n",), _on("thread"), finding.next_hit),
    Action("before-hit", "Previous place of the words found", ("N",), _on("thread"), finding.next_hit),
    Action("next-waiting", "Next who waits for us", ("]",), DIALOGUE, moving.next_waiting, foot="Next"),
    Action("before-waiting", "Previous who waits for us", ("[",), DIALOGUE, moving.next_waiting),
    Action(
        "move",
        "Move",
        ("j", "k", "down", "up", "g g", "G", "home", "end", "ctrl+d", "ctrl+u", "pagedown", "pageup"),
        EVERYWHERE,
        moving.move,
    ),
    Action("mark-all", "Mark all, or none", ("*",), _on("list", "lead"), moving.mark_all),
    *(
        Action(f"view-{view}", title, (chord, digit), EVERYWHERE, moving.show_view, _reader)
        for (chord, view), digit, title in zip(moving.VIEW_KEYS.items(), moving.DIGITS, VIEWS, strict=True)
    ),
    Action("requests", "What my departments are asked", ("g r",), EVERYWHERE, moving.show_requests, _answerer),
    Action("team", "Who carries how much", ("w", "g t", "g o"), EVERYWHERE, moving.show_team, _lead, "Team"),
    Action("pane", "Next pane", ("tab", "shift+tab"), EVERYWHERE, moving.next_pane),
    Action("preview", "List with or without the thread beside it", ("p",), _on("list"), moving.preview),
    Action("zoom", "Only the thread", ("+",), DIALOGUE, moving.zoom),
    Action("seat", "Sit at another desk", ("g d",), EVERYWHERE, moving.change_seats, _others, "Other desk"),
    Action("log", "Activity and errors", ("g e", "f8"), EVERYWHERE, moving.show_log),
    Action("theme", "Dark or light", ("g l",), EVERYWHERE, moving.theme),
    Action("redraw", "Load and draw again", ("ctrl+l",), EVERYWHERE, moving.redraw),
    Action("palette", "Choose by name", ("ctrl+p", ":"), EVERYWHERE, moving.palette),
    Action("help", "Help", ("?", "f1"), EVERYWHERE, moving.help_, foot="Help"),
    Action("leave", "End, from anywhere", ("ctrl+q",), EVERYWHERE | {"composer"}, moving.leave),
    Action("back", "Back, or end", ("q", "h", "left", "escape"), EVERYWHERE, moving.back, foot="Back"),
)
"""Every action, the most used first: that is the order of the footer."""


class Actions:
    """The table, ready to be asked."""

    def __init__(self, actions: Iterable[Action] = ACTIONS) -> None:
        self._actions = {a.id: a for a in actions}
        self._by_key = {
            (context, key): a.id for a in self._actions.values() for context in a.contexts for key in a.keys
        }
        self._chords = {context: frozenset(k for c, k in self._by_key if c == context) for context in CONTEXTS}

    def __getitem__(self, id: str) -> Action:
        return self._actions[id]

    def chords(self, context: str) -> frozenset[str]:
        """Return the keys and chords that mean something in a context."""
        return self._chords[context]

    def find(self, chord: str, context: str) -> str:
        """Return the action of a chord in a context."""
        return self._by_key[context, chord]

    def here(self, screen: HouseScreen) -> list[Action]:
        """Return the actions of where the keys go now."""
        return [a for a in self._actions.values() if screen.context() in a.contexts]

    def footer(self, screen: HouseScreen) -> list[tuple[str, str, bool]]:
        """Return (key, label, enabled) for the footer; help and back always fit in."""
        shown = [(a.keys[0], t(a.foot), not a.reason(screen)) for a in self.here(screen) if a.foot]
        row = screen.row()
        if row is not None and row.ball == "lead":
            shown.sort(key=lambda s: s[0] not in ("P", "R"))
        else:
            shown = [s for s in shown if s[0] not in ("P", "R")]
        first = [s for s in shown if s[0] in ("?", "q")]
        return (
            [*(s for s in shown if s not in first)][: 40 - len(first)]
            if not first
            else [
                *[s for s in first if s[0] == "?"],
                *[s for s in shown if s not in first],
                *[s for s in first if s[0] == "q"],
            ]
        )

    def help(self, screen: HouseScreen) -> list[str]:
        """Return the help's lines: what works here, what does not and why, then the other places."""
        lines = [t("Here:")]
        for action in self.here(screen):
            reason = action.reason(screen)
            lines.append(f"  {', '.join(action.keys[:4]):<22} {t(action.title)}{f'  ({reason})' if reason else ''}")
        for context in CONTEXTS:
            if context != screen.context():
                lines += ["", f"{t(context)}:"]
                lines += [
                    f"  {', '.join(a.keys[:4]):<22} {t(a.title)}"
                    for a in self._actions.values()
                    if context in a.contexts and not a.contexts >= EVERYWHERE
                ]
        return [*lines, "", f"{t('Signs in the lists')}:", *legend()]
