"""What a webhook's body says: in the documented shape, in what others call the same, and in bodies made to hurt."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.webhook import Adapter
from adapters.webhook.outgoing import body as written
from adapters.webhook.parse import parse
from inbox.ports.adapter import Attachment, Hooked, Identity, Incoming, Kind, Outgoing, Parses, Visibility

AT = "2026-11-24T10:00:00Z"
ROW = {"contact": "k7", "contact_name": "Käthe", "conversation": "order 5", "id": "m1", "at": AT, "text": "Hallo"}


def of(thing: object, **headers: str) -> Incoming:
    """Read a body that says one thing."""
    (found,) = parse(json.dumps(thing).encode(), {key.replace("_", "-"): value for key, value in headers.items()})
    return found


def event(type: str, **content: object) -> dict[str, object]:
    """A thing in the envelope of Standard Webhooks."""
    return {"type": type, "timestamp": AT, "data": content}


def test_a_message_in_the_documented_shape_is_read_whole() -> None:
    more = {"direction": "in", "visibility": "public", "subject": "Order 5", "reply_to": "m0"}
    files = [{"kind": "image", "name": "a.png", "url": "https://x.test/a.png", "size": 9}, "https://x.test/b.pdf?x=1"]

    said = of(event("message.created", **ROW, **more, attachments=files, identities=[["email", "k@x.test"]]))

    assert said == Incoming(
        Kind.MESSAGE,
        "message:m1",
        "order 5",
        datetime(2026, 11, 24, 10, tzinfo=UTC),
        "m1",
        identities=(Identity("webhook", "k7"), Identity("email", "k@x.test")),
        name="Käthe",
        visibility=Visibility.PUBLIC,
        subject="Order 5",
        text="Hallo",
        attachments=(
            Attachment("image", "a.png", "https://x.test/a.png", 9),
            Attachment("file", "b.pdf", "https://x.test/b.pdf?x=1"),
        ),
        reply_to="m0",
    )
    assert of({**ROW, **more, "attachments": files, "identities": [["email", "k@x.test"]]}) == said


def test_a_row_of_an_import_is_a_webhook_too_and_out_is_our_own_word() -> None:
    assert of({**ROW, "direction": "in"}).kind is Kind.MESSAGE
    echo = of({**ROW, "direction": "out"})
    assert (echo.kind, echo.token, echo.external_id) == (Kind.ECHO, "m1", "m1")
    assert of({**ROW, "direction": "sideways"}).why == "'direction' is 'in' or 'out'"


@pytest.mark.parametrize(
    ("thing", "kind", "target", "text", "state"),
    [
        (event("message.updated", id="m1", text="neu"), "edit", "m1", "neu", ""),
        (event("comment.edited", id="9", target="m1", body="neu"), "edit", "m1", "neu", ""),
        (event("message.deleted", id="m1"), "delete", "m1", "", ""),
        (event("MessageDeleted", message_id="m1"), "delete", "m1", "", ""),
        (event("message_deleted", message={"id": 5}), "delete", "5", "", ""),
        (event("reaction.created", target="m1", emoji="👍"), "reaction", "m1", "👍", ""),
        (event("message.reaction.removed", target="m1", emoji="👍"), "reaction", "m1", "", ""),
        (event("message.delivered", id="m1"), "delivery", "m1", "", "delivered"),
        (event("message.sent", id="m1"), "delivery", "m1", "", "sent"),
        (event("message.failed", id="m1", reason="no such user"), "delivery", "m1", "", "failed"),
        (event("message.read", id="m1"), "receipt", "m1", "", "read"),
        ({"kind": "edit", "target": "m1", "text": "neu"}, "edit", "m1", "neu", ""),
        ({"kind": "delete", "id": "m1"}, "delete", "m1", "", ""),
        ({"kind": "reaction", "target": "m1", "text": "❤"}, "reaction", "m1", "❤", ""),
        ({"kind": "delivery", "target": "m1", "state": "delivered"}, "delivery", "m1", "", "delivered"),
        ({"kind": "receipt", "target": "m1"}, "receipt", "m1", "", "read"),
        ({"target": "m1", "state": "seen"}, "receipt", "m1", "", "read"),
    ],
)
def test_what_is_said_about_a_message_names_it(
    thing: dict[str, object], kind: str, target: str, text: str, state: str
) -> None:
    said = of(thing)
    assert (said.kind, said.target_id, said.text, said.state) == (kind, target, text, state)


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        (event("conversation.closed", id="c1"), "conversation"),
        (event("contact.updated", id="k7", name="Käthe"), "contact"),
        (event("user.created", id="k7", name="Käthe"), "contact"),
        (event("webhook.ping"), "account"),
        ({"type": "ping"}, "account"),
        (event("message.sent", **ROW), "echo"),
        (event("message.sent", **ROW, direction="in"), "message"),
        (event("email.received", **{"from": "a@x.test", "text": "Hallo", "id": "1"}), "message"),
        (event("form.submitted", contact="k7", message="Hallo"), "message"),
        (event("lead.created", contact="k7", text="Hallo"), "message"),
        ({"from": {"id": 7, "name": "Käthe"}, "message": "Hallo"}, "message"),
        ({"event": "message", "sender": "k7", "content": "Hallo"}, "message"),
    ],
)
def test_types_are_read_by_their_words(thing: dict[str, object], kind: str) -> None:
    assert of(thing).kind == kind


def test_what_others_call_the_same_is_understood() -> None:
    said = of(
        {
            "event": "message_created",
            "id": 12,
            "content": "Hallo",
            "message_type": "incoming",
            "created_at": AT,
            "sender": {"id": 7, "first_name": "Käthe", "last_name": "K."},
            "conversation": {"id": 99, "status": "open"},
        }
    )
    assert (said.kind, said.external_id, said.conversation_key, said.name) == ("message", "12", "99", "Käthe K.")
    assert said.identities == (Identity("webhook", "7"),)
    assert of({"event": "message_created", "content": "x", "message_type": "outgoing", "sender": "a"}).kind is Kind.ECHO
    contact = of(event("contact.created", id="1f81", fullName="John Smith"))
    assert (contact.kind, contact.name, contact.identities) == ("contact", "John Smith", (Identity("webhook", "1f81"),))


@pytest.mark.parametrize(
    ("thing", "why"),
    [
        (event("invoice.paid", id="in_1"), "a type that is not known: invoice.paid"),
        (event("ticket.updated", id="1"), "'text' is missing"),
        (event("message.created", id="m1"), "'contact' is missing"),
        (event("message.created", contact="k7"), "'text' is missing"),
        (event("message.updated", text="x"), "'target' is missing"),
        (event("reaction.created", emoji="x"), "'target' is missing"),
        ({"kind": "delivery", "target": "m1", "state": "odd"}, "'state' is 'sent', 'delivered', 'read' or 'failed'"),
        ({"test": 2432232314}, "it names neither a contact nor a text"),
        ([5], "this is no object"),
        ("Hallo", "this is no object"),
        ([], "it says nothing"),
    ],
)
def test_what_cannot_be_read_says_why(thing: object, why: str) -> None:
    assert (of(thing).kind, of(thing).why) == (Kind.UNKNOWN, why)


def test_times_come_in_every_usual_form() -> None:
    at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    for value in (
        AT,
        "2026-11-24T11:00:00+01:00",
        "2026-11-24 10:00:00",
        "2026-11-24 10:00:00 UTC",
        1795514400,
        1795514400000,
    ):
        assert of({**ROW, "at": value}).occurred_at == at, value
    assert of(event("message.created", contact="k", text="x")).occurred_at == at
    assert of({**ROW, "at": "neulich"}).occurred_at is None


@pytest.mark.parametrize(
    "wrap",
    [
        lambda things: things,
        lambda things: {"items": things},
        lambda things: {"messages": things},
        lambda things: {"data": things},
        lambda things: {"type": "message.created", "timestamp": AT, "data": things},
        lambda things: [[things[0]], {"events": things[1:]}],
    ],
)
def test_several_things_in_one_body_are_several_and_a_bad_one_costs_itself(wrap: object) -> None:
    things = [{**ROW, "id": "1"}, {**ROW, "id": "2", "direction": "?"}, {**ROW, "id": "3"}]

    found = parse(json.dumps(wrap(things)).encode(), {"webhook-id": "w"})  # type: ignore[operator]

    assert [f.kind for f in found] == ["message", "unknown", "message"]
    assert [f.external_id for f in found] == ["1", "", "3"]


def test_lines_and_forms_are_bodies_too() -> None:
    lines = "\n".join([json.dumps({**ROW, "id": "1"}), "{broken", json.dumps({**ROW, "id": "3"})])
    assert [f.kind for f in parse(lines.encode(), {})] == ["message", "unknown", "message"]

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (
        parse(b"payload=%7B%22contact%22%3A%22k%22%2C%22text%22%3A%22Hallo%2C%20du%22%7D", form)[0].text == "Hallo, du"
    )
    assert parse(b"payload=%7B%22contact%22%3A%22k%22%2C%22text%22%3A%22a%22%7D", {})[0].text == "a"
    assert parse(b"contact=k7&text=Gr%C3%BC%C3%9Fe&id=4", {})[0].text == "Grüße"


def test_a_repeat_has_the_same_key_and_another_thing_another() -> None:
    ok = event("message.created", contact="k7", text="ok")
    named = event("message.created", **ROW)

    # What has its own id is known by it, however often and by whatever delivery it comes.
    assert of(named, webhook_id="a").dedupe_key == of(named, webhook_id="b").dedupe_key == of(ROW).dedupe_key
    # What has none is known by its delivery.
    assert of(ok, webhook_id="a").dedupe_key == of(ok, Webhook_Id="a").dedupe_key
    assert of(ok, webhook_id="a").dedupe_key != of(ok, webhook_id="b").dedupe_key
    assert of(ok).dedupe_key == of(ok).dedupe_key != of({**ok, "timestamp": "2026-11-24T10:00:01Z"}).dedupe_key
    # One delivery of several things names each.
    both = parse(json.dumps([ok, ok]).encode(), {"webhook-id": "a"})
    assert both[0].dedupe_key != both[1].dedupe_key
    first, second = event("message.updated", id="m1", text="a"), event("message.updated", id="m1", text="b")
    assert len({of(t, webhook_id=i).dedupe_key for t, i in ((first, "1"), (second, "2"), (first, "3"))}) == 3


def test_our_own_reply_comes_back_as_what_it_is() -> None:
    out = Outgoing("tok.1", "order 5", (Identity("webhook", "k7"),), "Kommt\nmorgen 👍", Visibility.PUBLIC, "Käthe")

    (said,) = parse(written(out, datetime(2026, 11, 24, 10, tzinfo=UTC)), {"webhook-id": "another"})

    assert (said.kind, said.token, said.conversation_key, said.text) == (Kind.ECHO, "tok.1", "order 5", out.text)
    assert said.visibility is Visibility.PUBLIC


def test_the_adapter_keeps_its_contracts() -> None:
    assert issubclass(Adapter, Parses)
    assert issubclass(Adapter, Hooked)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)
NAMES = st.sampled_from(
    "type timestamp data contact contact_name conversation id at text direction visibility kind target state emoji"
    " attachments identities object_kind object_attributes action sender repository comment issue user payload".split()
)


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(raw: bytes) -> None:
    assert all(f.dedupe_key for f in parse(raw, {}))


@given(st.dictionaries(NAMES, JSON | st.dictionaries(NAMES, JSON, max_size=6), max_size=8))
@settings(max_examples=250, deadline=None)
def test_no_json_raises_and_it_says_the_same_again(thing: dict[str, object]) -> None:
    raw = json.dumps(thing).encode()
    found = parse(raw, {"X-GitHub-Event": "issues"} if "action" in thing else {})
    assert found == parse(raw, {"X-GitHub-Event": "issues"} if "action" in thing else {})
    assert found and all(f.kind is not Kind.UNKNOWN or f.why for f in found)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"null", b"[" * 100_000, b'{"a":' * 50_000, b"{", b"\x00", b'"\\ud800"', b"NaN"]
)
def test_what_is_no_body_is_unknown(raw: bytes) -> None:
    (said,) = parse(raw, {})
    assert said.kind is Kind.UNKNOWN and said.why
