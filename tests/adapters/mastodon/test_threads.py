"""Which statuses of a payload belong to one dialogue, and what streams and recordings hold beside each other."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from adapters.mastodon.parse import parse
from inbox.ports.adapter import Incoming, Kind, Visibility
from tests.adapters.mastodon.test_parse import ASKED, ERNA, NOTE, OURS

THANKS = {**ASKED, "id": "12", "content": "<p>Danke</p>", "in_reply_to_id": "11", "in_reply_to_account_id": "1"}
LATER = {**THANKS, "id": "13", "in_reply_to_id": "12", "in_reply_to_account_id": "2"}
LIKED = {"id": "7", "type": "favourite", "created_at": "2026-08-01T14:00:00.000Z", "account": ERNA, "status": OURS}


def read(found: object) -> list[Incoming]:
    return parse(json.dumps(found).encode(), {})


@pytest.mark.parametrize(
    "found",
    [
        [{**NOTE, "id": "8", "status": THANKS}, LIKED, NOTE],
        {
            "ancestors": [ASKED, {**OURS, "pinned": False}],
            "descendants": [LATER, {**LATER, "id": "14", "in_reply_to_id": "13"}],
        },
        {"ancestors": [ASKED], "descendants": [THANKS]},
        {"exchanges": [{"response": {"body": body}} for body in (ASKED, LIKED, THANKS)]},
        [{"event": "update", "payload": json.dumps(told), "ours": ["1"]} for told in (ASKED, OURS, THANKS)],
        [
            {"event": "update", "payload": ASKED},
            {"event": "status.update", "payload": {**THANKS, "in_reply_to_id": "10"}},
        ],
    ],
)
def test_what_answers_each_other_in_a_payload_is_one_dialogue(found: object) -> None:
    assert {said.conversation_key for said in read(found)} == {"thread/10/2"}


def test_the_events_of_a_stream_are_one_dialogue_too() -> None:
    events = [("notification", NOTE), ("update", OURS), ("update", THANKS), ("notification", LIKED)]
    said = parse("".join(f"event: {name}\ndata: {json.dumps(told)}\n\n" for name, told in events).encode(), {})

    assert [s.kind for s in said] == [Kind.MESSAGE, Kind.ECHO, Kind.MESSAGE, Kind.REACTION]
    assert {s.conversation_key for s in said} == {"thread/10/2"}


def test_whoever_alone_is_named_in_a_mention_is_us() -> None:
    other = {**NOTE, "id": "6", "status": {**ASKED, "id": "20", "mentions": [*ASKED["mentions"], {**ERNA, "id": "3"}]}}

    assert [said.kind for said in read([NOTE, OURS])] == [Kind.MESSAGE, Kind.ECHO]
    assert [said.kind for said in read([other, OURS])] == [Kind.MESSAGE, Kind.MESSAGE]


def test_statuses_that_answer_each_other_in_a_circle_are_read() -> None:
    circle = [{**ASKED, "in_reply_to_id": "12"}, THANKS, {**OURS, "in_reply_to_id": "10"}]

    assert [said.kind for said in read(circle)] == [Kind.MESSAGE] * 3


def test_what_python_takes_for_a_line_s_end_ends_no_event() -> None:
    status = {**ASKED, "content": "<p>eins\u2028zwei\u0085drei</p>"}
    (said,) = parse(f"event: update\ndata: {json.dumps(status, ensure_ascii=False)}\n\n".encode(), {})

    assert said.kind is Kind.MESSAGE


def test_a_garbled_line_costs_itself_only() -> None:
    lines = [json.dumps({"event": "update", "payload": json.dumps(ASKED)}), "Bad Gateway", json.dumps(OURS)]

    kinds = [said.kind for said in parse("\n".join(lines).encode(), {})]

    assert kinds == [Kind.MESSAGE, Kind.UNKNOWN, Kind.MESSAGE]


def test_a_time_without_its_zone_is_in_utc() -> None:
    (said,) = read({**ASKED, "created_at": "2019-03-26T21:40:32"})

    assert said.occurred_at == datetime(2019, 3, 26, 21, 40, 32, tzinfo=UTC)


def test_an_emoji_of_a_server_s_own_is_read_as_its_name() -> None:
    (said,) = read({**LIKED, "type": "reaction", "emoji": {"shortcode": "blobcat"}})

    assert (said.kind, said.text) == (Kind.REACTION, ":blobcat:")


@pytest.mark.parametrize("visibility", ["list", "mutuals_only", "mutual", "limited", "private", "direct"])
def test_what_not_everybody_sees_is_private_on_servers_beside_mastodon_too(visibility: str) -> None:
    (said,) = read({**ASKED, "visibility": visibility})

    assert said.visibility is Visibility.PRIVATE and not said.conversation_key.startswith("thread/")


def test_a_deletion_is_of_the_same_people_as_what_is_deleted() -> None:
    alone = {**ASKED, "id": "30", "account": OURS["account"], "mentions": []}
    for status in (alone, OURS):
        answer = {**{k: v for k, v in status.items() if k != "content"}, "text": "so"}
        echo, gone = read([{**status, "pinned": False}, answer])

        assert (gone.kind, gone.target_id, gone.identities) == (Kind.DELETE, echo.external_id, echo.identities)
        assert gone.conversation_key == echo.conversation_key

    (theirs,) = read({"event": "delete", "payload": ASKED})
    assert theirs.identities == read(ASKED)[0].identities and theirs.conversation_key == "thread/10/2"


def test_what_is_broken_among_groups_and_in_a_context_is_told_beside_its_neighbours() -> None:
    group = {"type": "mention", "sample_account_ids": ["2"], "status_id": "10"}
    groups = {"notification_groups": [None, group, "x"], "accounts": [ERNA, 5], "statuses": [ASKED, None]}

    assert [said.kind for said in read(groups)] == [Kind.UNKNOWN, Kind.MESSAGE, Kind.UNKNOWN]
    assert [said.kind for said in read({"ancestors": [None, ASKED], "descendants": []})] == [Kind.UNKNOWN, Kind.MESSAGE]
