"""What WhatsApp's webhooks say: recorded ones, those of Meta's own specification, and ones made to hurt."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.whatsapp import Adapter
from adapters.whatsapp.parse import parse
from inbox.ports.adapter import Hooked, Incoming, Kind, Visibility
from tests.adapters.whatsapp import spec
from tests.adapters.whatsapp.said import BSUID, KEY, SHEENA, all_of

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*/*.json"))


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_recorded_payload_says_something_and_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {})
    assert found and all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)
    assert len({f.dedupe_key for f in found}) == len(found)


@pytest.mark.parametrize(
    ("name", "kind", "key", "author", "text"),
    [
        ("pywa/callback_button__button.json", "message", "1122334455667/972987654321", "Test Name", "title"),
        ("pywa/edited_message__image.json", "edit", "106540352242922/16505551234", "Test Name", "Updated image caption"),
        ("pywa/message__order.json", "message", "1122334455667/972987654321", "Test Name", "3 × HAMBURGER (30 ILS)\n2 × FRENCH_FRIES (35 ILS)\n2 × SODA (10 ILS)"),
        ("pywa/message__unreaction_empty.json", "reaction", "1122334455667/972987654321", "Test Name", ""),
        ("pywa/message__unsupported.json", "message", "1122334455667/972987654321", "Test Name", ""),
        ("pywa/message_status__delivered.json", "delivery", "1122334455667/972987654321", "Test Name", ""),
        ("pywa/message_status__read.json", "receipt", "1122334455667/972987654321", "Test Name", ""),
        ("pywa/outgoing_message__edit.json", "edit", "1122334455667/972987654321", "Test Name", "Text was edited"),
        ("pywa/system__identity_change.json", "contact", "1122334455667/972987654321", "User A", "User identity changed"),
        ("restfb/webhook-accountUpdate-verified.json", "account", "", "", ""),
        ("restfb/webhook-incoming-message-emoji.json", "reaction", "10634295353625/491234567890", "TestUser", "👍🏻"),
        ("restfb/webhook-incoming-message-contacts-request-bsuid.json", "message", f"106540352242922/{BSUID}", "Sheena Nelson", "Sheena Nelson, 15551234567"),
        ("restfb/webhook-incoming-message-status-bsuid.json", "delivery", f"106540352242922/{BSUID}", "Pablo M.", ""),
    ],
)  # fmt: skip
def test_a_recorded_payload_says_what_a_person_reads_in_it(
    name: str, kind: str, key: str, author: str, text: str
) -> None:
    (found,) = parse((Path(__file__).parent / "payloads" / name).read_bytes(), {})

    assert (found.kind, found.conversation_key, found.name, found.text) == (kind, key, author, text)
    assert found.visibility is Visibility.PRIVATE


@pytest.mark.skipif(not spec.FILE.exists(), reason="Meta's specification is not part of this project")
def test_the_examples_of_metas_own_specification_say_what_their_titles_say() -> None:
    kinds = {"Reaction Message": "reaction", "System Message": "contact"}
    hooks = spec.section("  /whatsapp/webhooks:")
    examples = hooks["post"]["requestBody"]["content"]["application/json"]["examples"]  # type: ignore[index]  # a document

    for title, example in examples.items():
        (found,) = parse(json.dumps(example["value"]).encode(), {})
        wanted = "conversation" if title.startswith("Group") else kinds.get(title, "message")
        assert (title, found.kind) == (title, wanted)
        assert found.conversation_key and found.occurred_at
        assert wanted != "message" or found.text or found.attachments
    assert len(examples) == 16


def test_what_is_said_while_metas_agent_holds_the_dialogue_is_told_like_everything_else() -> None:
    said = {"from": "16505551234", "id": "wamid.S", "timestamp": "1750101000", "type": "text", "text": {"body": "Hi"}}
    sent = {
        "id": "wamid.T",
        "timestamp": "1750101001",
        "message": {"to": "16505551234", "type": "text", "text": {"body": "Ja"}},
    }
    done = {"id": "wamid.T", "timestamp": "1750101002", "status": "delivered", "recipient_id": "16505551234"}
    standby = {"messages": [said], "message_echoes": [sent], "statuses": [done]}
    found = all_of({"contacts": [SHEENA], "standby": standby}, "standby")

    assert [(f.kind.value, f.text) for f in found] == [("message", "Hi"), ("echo", "Ja"), ("delivery", "")]
    assert {f.conversation_key for f in found} == {KEY} and found[0].name == "Sheena"
    assert [f.kind for f in all_of({"standby": {}}, "standby")] == [Kind.UNKNOWN]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_no_json_at_all_makes_it_raise(found: object) -> None:
    whole = {"object": "whatsapp_business_account", "entry": found}
    for one in (*parse(json.dumps(found).encode(), {}), *parse(json.dumps(whole).encode(), {})):
        assert one.dedupe_key


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    assert parse(raw, {})


@given(st.sampled_from(PAYLOADS), JSON, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_a_payload_with_one_part_exchanged_never_raises_and_can_be_kept(file: Path, part: object, chance) -> None:
    found = copy.deepcopy(json.loads(file.read_bytes()))
    at = found
    while isinstance(at, dict | list) and at:
        key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if not isinstance(at[key], dict | list) or chance.random() < 0.3:
            at[key] = part
            break
        at = at[key]

    for one in parse(json.dumps(found).encode(), {}):
        assert isinstance(one, Incoming) and one.dedupe_key
        assert not one.why.startswith(("this cannot be read", "this change cannot be read")), one.why
        f"{one}".encode("utf-8", "strict")


def test_json_deeper_than_any_stack_is_unknown() -> None:
    (found,) = parse(b'{"entry": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", {})

    assert found.kind is Kind.UNKNOWN
    assert issubclass(Adapter, Hooked)
