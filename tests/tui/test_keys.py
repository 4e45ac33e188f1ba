"""The table of actions as a whole: every key means one thing where it works."""

from __future__ import annotations

from collections import defaultdict

from inbox.tui.actions import ACTIONS


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
