"""The one table of actions: keys, footer, help, palette and `inbox keys` are all made from it."""

from __future__ import annotations

from collections.abc import Iterable

from inbox.domain.commands import Answer, Decline, Redirect, Return, TakeRequest
from inbox.domain.people import Act
from inbox.texts import t
from inbox.tui.action import (
    CONTEXTS,
    DIALOGUE,
    EVERYWHERE,
    Action,
    answerer,
    fitting,
    key_said,
    leads,
    may,
    may_reply,
    on,
    others,
    reader,
    replying,
    row_here,
)
from inbox.tui.actions_abilities import ACTIONS_ABILITIES
from inbox.tui.actions_asking import ACTIONS_ASKING
from inbox.tui.actions_goals import ACTIONS_GOALS
from inbox.tui.actions_routine import ACTIONS_ROUTINE
from inbox.tui.actions_signing import ACTIONS_SIGNING, SIGNS
from inbox.tui.actions_storm import ACTIONS_STORM
from inbox.tui.deeds import asking, dialogue, files, finding, knowing, moving, planning, signing
from inbox.tui.models.lines import wrap
from inbox.tui.models.rows import legend
from inbox.tui.screens.base import HouseScreen

HELP = 22, 46
"""Columns of the help for keys, and for what they do; together no more than a window is wide."""
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


ACTIONS = (
    Action("reply", "Reply to the contact", ("r",), DIALOGUE, dialogue.reply, may_reply, "Reply", writes=True),
    Action(
        "use",
        "Put the department's answer into the reply",
        ("v",),
        DIALOGUE,
        asking.use_answer,
        may_reply,
        "Use answer",
    ),
    Action("ask", "Ask a department", ("x",), DIALOGUE, asking.ask, may(Act.ASK), "Ask", writes=True),
    Action("note", "Write an internal note", ("i",), DIALOGUE, dialogue.note, may(Act.NOTE), "Note", writes=True),
    Action("take", "Take the conversation", ("m",), DIALOGUE, dialogue.take, may(Act.TAKE), "Take"),
    Action("assign", "Hand to a colleague", ("a",), DIALOGUE, dialogue.assign, may(Act.TAKE), "Assign"),
    Action("close", "Close and go on", ("e",), DIALOGUE, dialogue.close, may(Act.CLOSE), "Close"),
    Action("snooze", "Put away until a time", ("s",), DIALOGUE, dialogue.snooze, may(Act.CLOSE), "Snooze"),
    Action("release", "Let go, so that nobody owns it", ("A",), DIALOGUE, dialogue.release, may(Act.TAKE)),
    Action("reopen", "Open again", ("u",), DIALOGUE, dialogue.reopen, may(Act.CLOSE)),
    Action("tag", "Add or remove a tag", ("t",), DIALOGUE, dialogue.tag, may(Act.NOTE)),
    Action("across", "Everything with this person across channels", ("T",), DIALOGUE, knowing.across, row_here),
    Action("link", "Say that two contacts are one person", ("L",), DIALOGUE, knowing.link, may(Act.LINK)),
    Action("unlink", "Take such a link away", ("U",), DIALOGUE, knowing.unlink, may(Act.LINK)),
    *ACTIONS_SIGNING,
    Action(
        "settle", "Decide about a reply that may have arrived", ("!",), on("thread"), signing.settle, may(Act.CLOSE)
    ),
    Action("accept", "Accept the department's answer", ("V",), DIALOGUE, asking.accept, may(Act.ASK)),
    Action("missing", "Say what a department's answer lacks", ("c",), on("thread"), asking.say_missing, may(Act.ASK)),
    Action("withdraw", "Take a question back", ("X",), on("thread"), asking.withdraw, may(Act.ASK)),
    *ACTIONS_ASKING,
    Action("copy", "Copy what is under the cursor", ("y",), on("thread"), dialogue.copy),
    Action("open", "Open a link", ("o",), on("thread"), dialogue.open_),
    Action("save", "Save an attachment", ("O",), on("thread"), files.save_file),
    Action(
        "answer", "Answer the question", ("r",), on("requests"), asking.answer, fitting(Answer), "Answer", writes=True
    ),
    Action("ask-back", "Ask back", ("c",), on("requests"), asking.ask_back, fitting(Return), "Ask back", writes=True),
    Action(
        "decline",
        "Decline with a reason",
        ("d",),
        on("requests"),
        asking.decline,
        fitting(Decline),
        "Decline",
        writes=True,
    ),
    Action(
        "redirect",
        "Pass on to another department",
        ("D",),
        on("requests"),
        asking.redirect,
        fitting(Redirect),
        "Pass on",
    ),
    Action(
        "take-request",
        "Say that you work on it",
        ("m", "t"),
        on("requests"),
        asking.take_request,
        fitting(TakeRequest),
        "Take",
    ),
    Action(
        "move-work",
        "Hand the marked, or everything of one person, to a colleague",
        ("a",),
        on("lead"),
        dialogue.assign,
        leads,
        "Reassign",
    ),
    Action(
        "figures",
        "Next pane: figures, colleagues, conversations",
        ("tab", "shift+tab"),
        on("lead"),
        moving.next_pane,
        foot="Pane",
    ),
    Action("send", "Send what is written", ("ctrl+s", "alt+enter"), on("composer"), dialogue.send, foot="Send"),
    Action(
        "send-later",
        "Send it at a time",
        ("f9", "ctrl+l"),
        on("composer"),
        planning.send_later,
        replying("Only a reply is sent later."),
        "Later",
    ),
    Action(
        "leave-composer",
        "Stop writing, keep the draft",
        ("escape", "ctrl+c"),
        on("composer"),
        dialogue.leave_composer,
        foot="Leave",
    ),
    Action("editor", "Write in your own editor", ("f4", "ctrl+g"), on("composer"), dialogue.editor, foot="Editor"),
    Action(
        "enclose",
        "Enclose a file",
        ("ctrl+o",),
        on("composer"),
        files.enclose,
        replying("Files go with replies only."),
        "File",
    ),
    *ACTIONS_ROUTINE,
    *ACTIONS_GOALS,
    Action("enter", "Go into it", ("enter", "l", "right"), EVERYWHERE, moving.enter, foot="Open"),
    Action("mark", "Mark", ("space",), on("list", "thread", "lead"), moving.mark, foot="Mark"),
    Action("undo", "Take your latest reply or move back", ("z",), EVERYWHERE, signing.undo, foot="Undo"),
    Action("again", "Do the same again here", (".",), DIALOGUE, dialogue.again, row_here),
    Action("find", "Find words", ("/",), DIALOGUE, finding.find, foot="Find"),
    Action("narrow", "Only one channel, owner or tag", ("f",), DIALOGUE, finding.narrow),
    Action("next-hit", "Next place of the words found", ("n",), on("thread"), finding.next_hit),
    Action("before-hit", "Previous place of the words found", ("N",), on("thread"), finding.next_hit),
    Action("next-waiting", "Next who waits for us", ("]",), DIALOGUE, moving.next_waiting, foot="Next"),
    Action("before-waiting", "Previous who waits for us", ("[",), DIALOGUE, moving.next_waiting),
    Action(
        "move",
        "Move",
        ("j", "k", "down", "up", "g g", "G", "home", "end", "ctrl+d", "ctrl+u", "pagedown", "pageup"),
        EVERYWHERE,
        moving.move,
    ),
    Action("mark-all", "Mark all, or none", ("*",), on("list", "lead"), moving.mark_all),
    *(
        Action(f"view-{view}", title, (chord, digit), EVERYWHERE, moving.show_view, reader)
        for (chord, view), digit, title in zip(moving.VIEW_KEYS.items(), moving.DIGITS, VIEWS, strict=True)
    ),
    Action("requests", "What my departments are asked", ("g r",), EVERYWHERE, moving.show_requests, answerer),
    Action("team", "Who carries how much", ("w", "g t", "g o"), EVERYWHERE, moving.show_team, leads, "Team"),
    *ACTIONS_STORM,
    Action("pane", "Next pane", ("tab", "shift+tab"), EVERYWHERE - {"lead"}, moving.next_pane),
    Action("preview", "List with or without the thread beside it", ("p",), on("list"), moving.preview),
    Action("zoom", "Only the thread", ("+",), DIALOGUE, moving.zoom),
    Action("seat", "Sit at another desk", ("g d",), EVERYWHERE, moving.change_seats, others, "Other desk"),
    Action("log", "Activity and errors", ("g e", "f8"), EVERYWHERE, moving.show_log),
    Action("theme", "Dark or light", ("g l",), EVERYWHERE, moving.theme),
    Action("redraw", "Load and draw again", ("ctrl+l",), EVERYWHERE, moving.redraw),
    Action("palette", "Choose by name", ("ctrl+p", ":"), EVERYWHERE, moving.palette),
    Action("palette-here", "Choose by name", ("ctrl+p",), on("composer"), moving.palette),
    Action("help", "Help", ("?", "f1"), EVERYWHERE, moving.help_, foot="Help"),
    Action("help-here", "Help", ("f1",), on("composer"), moving.help_),
    Action("leave", "End, from anywhere", ("ctrl+q",), EVERYWHERE | {"composer"}, moving.leave),
    *ACTIONS_ABILITIES,
    Action("back", "Back, or end", ("q", "h", "left", "escape"), EVERYWHERE, moving.back, foot="Back"),
)
"""Every action, the most used first: that is the order of the footer."""


def _described(action: Action, said: str) -> list[str]:
    """Return an action's lines in the help: its keys, and beside them what it does."""
    keys = ", ".join(map(key_said, action.keys[:4]))
    first, *more = wrap(said, HELP[1])
    return [f"  {keys:<{HELP[0]}} {first}", *(f"  {'':<{HELP[0]}} {line}" for line in more)]


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
        """Return (key, label, enabled): help first, back last, and a sign-off before all else for whoever gives it."""
        shown = {a.id: (key_said(a.keys[0]), t(a.foot), not a.reason(screen)) for a in self.here(screen) if a.foot}
        if screen.seat.others is None:
            shown.pop("seat", None)  # outside the demo it never works
        row = screen.row()
        signs = [shown.pop(id) for id in SIGNS if id in shown]
        if screen.context() != "signing" and (row is None or row.ball != "lead" or not any(on for _, _, on in signs)):
            signs = []
        first, last = ([shown.pop(id)] if id in shown else [] for id in ("help", "back"))
        return [*first, *signs, *shown.values(), *last]

    def help(self, screen: HouseScreen) -> list[str]:
        """Return the help's lines: what works here, what does not and why, then the other places."""
        lines = [t("Here:")]
        lacks = {action.id: action.reason(screen) for action in self.here(screen)}
        for action in sorted(self.here(screen), key=lambda one: bool(lacks[one.id])):
            reason = lacks[action.id]
            lines += _described(action, f"{t(action.title)}{f'  ({reason})' if reason else ''}")
        for context in CONTEXTS:
            if context != screen.context():
                lines += ["", f"{t(context)}:"]
                there = (a for a in self._actions.values() if context in a.contexts and not a.contexts >= EVERYWHERE)
                lines += [line for a in there for line in _described(a, t(a.title))]
        return [*lines, "", f"{t('Signs in the lists')}:", *legend()]
