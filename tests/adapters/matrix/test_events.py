"""What Matrix events say about messages, people and rooms."""

from __future__ import annotations

import pytest

from adapters.matrix.content import ENCRYPTED
from inbox.ports.adapter import Identity, Kind, Visibility
from tests.adapters.matrix.written import KAETHE, ROOM, US, WROTE, all_of, edit, kinds, member, of


def test_an_edit_says_what_the_message_says_now() -> None:
    found = of(edit("$one", **{"m.new_content": {"msgtype": "m.text", "body": "neu * x"}}))

    assert (found.kind, found.target_id, found.external_id, found.text) == (Kind.EDIT, "$one", "$edit", "neu * x")
    assert of(edit("$one")).text == "neu"
    assert of(edit("")).kind is Kind.UNKNOWN


def test_an_edit_of_an_edit_means_the_first_message_and_a_circle_ends() -> None:
    found = all_of([edit("$one", "$b"), edit("$b", "$c"), edit("$c", "$d")])
    circle = all_of([edit("$y", "$x"), edit("$x", "$y")])

    assert [f.target_id for f in found] == ["$one", "$one", "$one"]
    assert kinds(circle) == ["edit", "edit"]


def test_the_newest_edit_beside_a_message_is_told_too_and_is_the_one_that_comes_by_itself() -> None:
    newest = edit("$one", **{"m.new_content": {"body": "neu"}})
    found = all_of({**WROTE, "unsigned": {"m.relations": {"m.replace": newest}}})

    assert kinds(found) == ["message", "edit"]
    assert found[1] == of(newest)
    assert kinds(all_of({**WROTE, "unsigned": {"m.relations": {"m.replace": {"event_id": "$edit"}}}})) == ["message"]


def test_a_deletion_is_one_in_every_version_of_rooms_and_where_only_what_it_left_is_seen() -> None:
    redaction = {**WROTE, "type": "m.room.redaction", "event_id": "$gone", "content": {"reason": "falsch"}}
    old = of({**redaction, "redacts": "$one"})
    new = of({**redaction, "content": {"reason": "falsch", "redacts": "$one"}})
    seen = of({**WROTE, "content": {}, "unsigned": {"redacted_because": {**redaction, "redacts": "$one"}}})
    left = of({**WROTE, "content": {}})

    assert old == new == seen
    assert (old.kind, old.target_id, old.external_id, old.why) == (Kind.DELETE, "$one", "$gone", "falsch")
    assert old.identities == (Identity("matrix", KAETHE),)
    assert (left.kind, left.target_id, left.dedupe_key, left.identities) == (Kind.DELETE, "$one", old.dedupe_key, ())
    assert of(redaction).kind is Kind.UNKNOWN


def test_a_reaction_and_a_vote_name_what_they_are_about() -> None:
    felt = {"rel_type": "m.annotation", "event_id": "$one", "key": "👍"}
    vote = {
        "m.relates_to": {"rel_type": "m.reference", "event_id": "$poll"},
        "m.poll.response": {"answers": ["a", "b"]},
    }
    reaction = of({**WROTE, "type": "m.reaction", "event_id": "$r", "content": {"m.relates_to": felt}})
    voted = of({**WROTE, "type": "org.matrix.msc3381.poll.response", "content": vote})

    assert (reaction.kind, reaction.target_id, reaction.text) == (Kind.REACTION, "$one", "👍")
    assert (voted.kind, voted.target_id, voted.text) == (Kind.REACTION, "$poll", "a, b")
    assert of({**WROTE, "type": "m.reaction", "content": {"m.relates_to": {"key": "👍"}}}).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("type", "poll"),
    [
        ("m.poll.start", {"m.poll": {"question": {"m.text": [{"body": "Q?"}]}, "answers": [{"m.id": "1", "m.text": [{"body": "a"}]}]}}),
        ("org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": {"question": {"org.matrix.msc1767.text": "Q?"}, "answers": [{"id": "1", "org.matrix.msc1767.text": "a"}]}}),
    ],
)  # fmt: skip
def test_a_poll_is_told_with_its_answers(type: str, poll: dict[str, object]) -> None:
    assert of({**WROTE, "type": type, "content": poll}).text == "Q?\n– a"


def test_who_read_how_far_is_told_of_each_and_what_we_read_says_nothing_about_a_reply() -> None:
    people = {KAETHE: {"ts": 1784000000123, "thread_id": "main"}, US: {"ts": 1}, "@x:test": "kaputt"}
    receipt = {
        "type": "m.receipt",
        "room_id": ROOM,
        "content": {"$one": {"m.read": people, "m.read.private": {US: {}}}},
    }
    found = all_of(receipt, US)

    assert [(f.kind.value, f.target_id, f.state) for f in found] == [
        ("receipt", "$one", "read"), ("receipt", "$one", ""), ("unknown", "", ""), ("receipt", "$one", ""),
    ]  # fmt: skip
    assert found[0].occurred_at == of(WROTE).occurred_at and found[0].conversation_key == ROOM
    assert len({f.dedupe_key for f in found}) == 4


@pytest.mark.parametrize(
    ("membership", "before", "kind"),
    [("join", "", "conversation"), ("join", "invite", "conversation"), ("join", "join", "contact"), ("invite", "", "conversation"),
     ("leave", "join", "conversation"), ("ban", "join", "conversation"), ("knock", "", "conversation")],
)  # fmt: skip
def test_who_comes_and_goes_changes_the_conversation_and_who_is_renamed_the_contact(
    membership: str, before: str, kind: str
) -> None:
    found = of(member(membership, before=before))

    assert (found.kind, found.name, found.identities) == (kind, "Käthe", (Identity("matrix", KAETHE),))


def test_a_room_closes_where_the_other_one_leaves_or_we_are_put_out_and_opens_again() -> None:
    def window(event: dict[str, object]) -> str:
        return of({"around": {"room": ROOM, "us": US, "peer": KAETHE}, "event": event}).window

    assert window(member("leave")) == window(member("ban", US)) == "blocked"
    assert window(member("join")) == "open"
    assert window(member("leave", "@max:test")) == ""
    assert of(member("leave")).window == ""


def test_our_own_new_name_is_not_the_customers() -> None:
    near = {"room": ROOM, "us": US, "peer": KAETHE}
    ours = of({"around": near, "event": member("join", US, US, "join")})
    others = of({"around": near, "event": member("join", "@max:test", "@max:test", "join")})

    assert (ours.kind, others.kind) == (Kind.ACCOUNT, Kind.CONVERSATION)


def test_what_happens_to_a_room_is_told_in_a_word() -> None:
    def why(type: str, **content: object) -> str:
        found = of({**WROTE, "type": type, "state_key": "", "content": content})
        assert found.kind is Kind.CONVERSATION and found.conversation_key == ROOM
        return found.why

    assert why("m.room.name", name="Laden") == "m.room.name: Laden"
    assert why("m.room.tombstone", replacement_room="!new:test") == "m.room.tombstone: !new:test"
    assert why("m.room.create", predecessor={"room_id": "!old:test"}) == "m.room.create: continues !old:test"
    assert why("m.room.topic") == "m.room.topic"
    assert why("test.widget", x=1) == "test.widget"


def test_what_is_encrypted_is_somebody_who_waits_and_closes_the_room_to_clear_words() -> None:
    sealed = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "ciphertext": "A",
        "m.relates_to": {"m.in_reply_to": {"event_id": "$a"}},
    }
    found = of({**WROTE, "type": "m.room.encrypted", "content": sealed})
    edited = {**sealed, "m.relates_to": {"rel_type": "m.replace", "event_id": "$a"}}
    began = of({**WROTE, "type": "m.room.encryption", "state_key": "", "content": {"algorithm": "x"}})

    assert (found.kind, found.text, found.reply_to, found.window) == (Kind.MESSAGE, ENCRYPTED, "$a", "closed")
    assert of({**WROTE, "type": "m.room.encrypted", "content": edited}).kind is Kind.EDIT
    assert (began.kind, began.window) == (Kind.CONVERSATION, "closed")
    between = of({"type": "m.room.encrypted", "sender": KAETHE, "content": {"algorithm": "m.olm.v1", "ciphertext": {}}})
    assert between.kind is Kind.UNKNOWN and "devices" in between.why


def test_what_we_sent_comes_back_with_its_token_and_what_we_write_elsewhere_is_ours_too() -> None:
    ours = of({**WROTE, "sender": US, "unsigned": {"transaction_id": "1.x"}})
    elsewhere = of({**WROTE, "sender": US}, US)
    whoami = {
        "user_id": US,
        "rooms": {
            "join": {ROOM: {"summary": {"m.heroes": [KAETHE]}, "timeline": {"events": [{**WROTE, "sender": US}]}}}
        },
    }

    assert (ours.kind, ours.token, ours.external_id, ours.conversation_key) == (Kind.ECHO, "1.x", "$one", ROOM)
    assert (elsewhere.kind, elsewhere.token, elsewhere.dedupe_key) == (Kind.ECHO, "", ours.dedupe_key)
    assert of(whoami).identities == (Identity("matrix", KAETHE),)
    assert of(WROTE, US).kind is Kind.MESSAGE


def test_a_transaction_of_several_rooms_mixes_up_neither_names_nor_who_may_read() -> None:
    public = {
        **WROTE,
        "event_id": "$p",
        "type": "m.room.join_rules",
        "state_key": "",
        "content": {"join_rule": "public"},
    }
    other = {**WROTE, "event_id": "$o", "room_id": "!other:test"}
    found = all_of({"events": [WROTE, other, member("join", event_id="$m"), public]})

    assert [(f.name, f.visibility.value) for f in found[:2]] == [("Käthe", "public"), ("", "private")]


def test_a_sync_tells_of_rooms_people_and_invitations_and_names_who_writes() -> None:
    public = {
        "type": "m.room.join_rules",
        "state_key": "",
        "sender": KAETHE,
        "event_id": "$j",
        "content": {"join_rule": "public"},
    }
    invite = {"type": "m.room.member", "sender": KAETHE, "state_key": US, "content": {"membership": "invite"}}
    sync = {
        "next_batch": "s",
        "rooms": {
            "join": {
                ROOM: {
                    "state": {"events": [public, member("join")]},
                    "timeline": {"events": [WROTE, 7], "limited": True},
                },
                "!broken:test": 5,
            },
            "invite": {"!new:test": {"invite_state": {"events": [invite]}}},
            "knock": {"!k:test": {"knock_state": {"events": [invite]}}},
        },
        "presence": {"events": [{"type": "m.presence", "sender": KAETHE, "content": {"presence": "online"}}]},
        "to_device": {"events": [{"type": "m.room_key", "sender": KAETHE, "content": {}}]},
        "account_data": {"events": [{"type": "m.push_rules", "content": {}}]},
        "device_lists": {"changed": []},
    }
    found = all_of(sync)

    assert kinds(found) == [
        "conversation", "conversation", "message", "unknown", "unknown", "conversation", "conversation", "unknown",
        "contact", "account",
    ]  # fmt: skip
    message = found[2]
    assert (message.name, message.visibility) == ("Käthe", Visibility.PUBLIC)
    assert (found[5].conversation_key, found[5].why) == ("!new:test", "m.room.member: invite")
    assert len({f.dedupe_key for f in found}) == len(found)


@pytest.mark.parametrize(
    "payload", [{"next_batch": "s"}, {"chunk": []}, {"errcode": "M_FORBIDDEN", "error": "no"}, {}, 7, None]
)
def test_an_answer_without_events_is_unknown_with_a_reason(payload: object) -> None:
    found = of(payload)

    assert found.kind is Kind.UNKNOWN and found.why


@pytest.mark.parametrize("type", ["m.call.invite", "m.call.hangup", "org.matrix.call.asserted_identity", "m.beacon"])
def test_calls_and_ways_happen_in_a_conversation(type: str) -> None:
    assert of({**WROTE, "type": type, "content": {"call_id": "1"}}).kind is Kind.CONVERSATION


@pytest.mark.parametrize("key", ["m.beacon_info", "org.matrix.msc3672.beacon_info"])
def test_whoever_shows_where_they_are_is_heard(key: str) -> None:
    event = {**WROTE, "type": key, "state_key": KAETHE, "content": {"description": "Ich bin hier", "live": True}}

    assert (of(event).kind, of(event).text) == (Kind.MESSAGE, "Ich bin hier")
    assert of({**event, "content": {"live": False}}).kind is Kind.CONVERSATION
