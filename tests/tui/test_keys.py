"""The table of actions as a whole: every key means one thing where it works, and has a name and a command beside it."""

from __future__ import annotations

import importlib
from collections import defaultdict

import click

from inbox.cli import COMMANDS
from inbox.ports.desk import View
from inbox.tui.action import CONTEXTS
from inbox.tui.actions import ACTIONS
from inbox.tui.deeds.moving import help_, palette


def test_no_key_means_two_things_in_one_place() -> None:
    meant: dict[tuple[str, str], list[str]] = defaultdict(list)
    for action in ACTIONS:
        for context in action.contexts:
            for key in action.keys:
                meant[context, key].append(action.id)

    assert not {place: ids for place, ids in meant.items() if len(ids) > 1}


def test_no_key_is_also_the_beginning_of_a_chord() -> None:
    begun = {(context, key.split()[0]) for a in ACTIONS for context in a.contexts for key in a.keys if " " in key}
    alone = {(context, key) for a in ACTIONS for context in a.contexts for key in a.keys if " " not in key}

    assert not begun & alone


EYE = frozenset(
    "copy open figures send leave-composer editor name enter mark again next-hit before-hit next-waiting before-waiting move"
    " mark-all pane preview zoom seat theme redraw palette palette-here help-here leave back".split()
)
"""Actions that move the eye, the cursor or a text at this seat: there is nothing of theirs for a script to do."""
DOORS = {
    "reply": "reply", "use": "reply", "ask": "ask", "note": "note", "take": "take", "assign": "assign",
    "close": "close", "snooze": "snooze", "release": "release", "reopen": "reopen", "tag": "tag",
    "across": "contact show", "link": "contact link", "unlink": "contact unlink", "approve": "approve",
    "revise": "approve", "refuse": "refuse", "stop": "stop", "signing": "held", "guard": "guard set",
    "settle": "resolve", "accept": "request accept", "missing": "request return", "withdraw": "request withdraw",
    "outdate": "knowledge outdate", "knowledge": "knowledge find", "save": "attachment", "answer": "request answer",
    "ask-back": "request return", "decline": "request decline", "redirect": "request redirect",
    "take-request": "request take", "move-work": "assign", "enclose": "reply", "send-later": "reply", "template": "template fill",
    "mentions": "mention ls", "hours": "hours ls", "rules": "rule ls", "note-each": "note", "saved": "view ls",
    "keep-view": "view set", "forget-view": "view rm", "why": "why", "goals": "goal ls", "goals-here": "goal match",
    "undo": "undo", "find": "search", "narrow": "ls", "requests": "requests", "team": "report", "weather": "storm show",
    "freeze": "freeze", "statement": "storm reply", "log": "channel ls", "help": "keys", "needs": "competence gap",
    "handover": "handover", "competences": "competence ls", "absences": "absence ls",
    **{f"view-{view}": "ls" for view in View},
}  # fmt: skip
"""The command of the command line that does the same as an action."""


def _command(words: str) -> click.Command:
    """The command of these words. Raises: KeyError."""
    name, *rest = words.split()
    found: click.Command = getattr(importlib.import_module(f"inbox.cli.{COMMANDS[name]}"), f"{name}_")
    for word in rest:
        assert isinstance(found, click.Group)
        found = found.commands[word]
    return found


def test_what_a_key_does_a_command_does_too_unless_it_only_moves_the_eye() -> None:
    assert {a.id for a in ACTIONS} == EYE | DOORS.keys()
    for words in DOORS.values():
        assert not isinstance(_command(words), click.Group)


def test_everything_is_chosen_by_name_wherever_it_works() -> None:
    assert {context for a in ACTIONS if a.run is palette for context in a.contexts} == set(CONTEXTS)
    assert {context for a in ACTIONS if a.run is help_ for context in a.contexts} == set(CONTEXTS)
