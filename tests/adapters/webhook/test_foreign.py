"""What services say that know nothing of us: whose words they are, where they were said, and what is none of them."""

from __future__ import annotations

import json

import pytest

from adapters.webhook.parse import parse
from inbox.ports.adapter import Incoming, Kind

AT = "2024-05-01T10:00:00Z"
INTERCOM = {
    "type": "notification_event",
    "topic": "conversation.user.replied",
    "id": "notif_1",
    "data": {
        "item": {
            "type": "conversation",
            "id": "147",
            "contacts": {"contacts": [{"type": "contact", "id": "63a0"}]},
            "conversation_parts": {
                "conversation_parts": [
                    {
                        "id": "3002",
                        "body": "<p>Where is it?</p>",
                        "author": {"type": "user", "id": "63a0", "name": "Joe"},
                    }
                ]
            },
        }
    },
}
SLACK = {
    "type": "event_callback",
    "event_id": "Ev0",
    "event": {"type": "message", "channel": "C024BE91L", "user": "U21", "text": "Hello", "ts": "1355517523.000005"},
}
ZENDESK = {
    "type": "zen:event-type:ticket.comment_added",
    "id": "cbe4",
    "time": AT,
    "detail": {"id": "35436", "subject": "Help"},
    "event": {"comment": {"id": "18974", "body": "It broke", "author": {"id": "84", "is_staff": False, "name": "Ann"}}},
}
CRISP = {
    "event": "message:received",
    "data": {
        "type": "text",
        "from": "operator",
        "session_id": "s1",
        "content": "Hey",
        "fingerprint": 17,
        "timestamp": 1632396148646,
        "user": {"nickname": "Val", "user_id": "a4"},
    },
}
JIRA = {
    "webhookEvent": "comment_created",
    "comment": {"id": "10", "author": {"accountId": "5b", "displayName": "Mia"}, "body": "Just in time"},
    "issue": {"id": "2", "key": "T-1"},
}
SUNCO = {
    "events": [
        {
            "type": "conversation:message",
            "payload": {
                "conversation": {"id": "c1"},
                "message": {
                    "id": "m1",
                    "author": {"userId": "u1", "displayName": "Steve", "type": "user"},
                    "content": {"type": "text", "text": "Hi"},
                },
            },
        }
    ]
}
POSTMARK = {
    "FromName": "Ann",
    "From": "ann@x.test",
    "Subject": "S",
    "MessageID": "73e6",
    "TextBody": "Words",
    "Attachments": [{"Name": "a.txt", "ContentType": "text/plain", "ContentLength": 45}],
}


def of(thing: object, headers: dict[str, str] | None = None) -> Incoming:
    """Read one body that says one thing."""
    raw = thing if isinstance(thing, bytes) else json.dumps(thing).encode()
    (found,) = parse(raw, headers or {})
    return found


@pytest.mark.parametrize(
    ("thing", "kind", "id", "key", "who", "name", "text"),
    [
        (INTERCOM, "message", "3002", "147", "63a0", "Joe", "Where is it?"),
        (SLACK, "message", "1355517523.000005", "U21", "U21", "", "Hello"),
        (ZENDESK, "message", "18974", "35436", "84", "Ann", "It broke"),
        (CRISP, "echo", "17", "s1", "", "", "Hey"),
        (JIRA, "message", "10", "5b", "5b", "Mia", "Just in time"),
        (SUNCO, "message", "m1", "c1", "u1", "Steve", "Hi"),
        (POSTMARK, "message", "73e6", "ann@x.test", "ann@x.test", "Ann", "Words"),
        ({"name": "Ann", "email": "a@x.test", "message": "Call me"}, "message", "", "a@x.test", "a@x.test", "Ann", "Call me"),
        (b"your-name=Ann&your-email=a%40x.test&your-message=Hi", "message", "", "a@x.test", "a@x.test", "Ann", "Hi"),
        (b"From=%2B491&Body=Hello&MessageSid=SM1", "message", "SM1", "+491", "+491", "", "Hello"),
        (
            {"messageId": "m9", "senderId": "u1", "senderName": "Uwe", "text": "Hi", "conversationId": "c1"},
            "message", "m9", "c1", "u1", "Uwe", "Hi",
        ),
    ],
)  # fmt: skip
def test_a_customers_words_are_found_in_what_services_wrap_them(
    thing: object, kind: str, id: str, key: str, who: str, name: str, text: str
) -> None:
    found = of(thing)

    assert (found.kind, found.external_id, found.conversation_key, found.name, found.text) == (
        kind,
        id,
        key,
        name,
        text,
    )
    assert "".join(i.value for i in found.identities) == who


def test_what_services_tell_about_a_message_names_it() -> None:
    deleted = of({**JIRA, "webhookEvent": "comment_deleted"})
    delivered = of({"RecordType": "Delivery", "MessageID": "883", "DeliveredAt": AT})
    opened = of({"type": "email.opened", "data": {"email_id": "567", "from": "A <a@b.test>", "subject": "S"}})

    assert (deleted.kind, deleted.target_id, deleted.conversation_key) == (Kind.DELETE, "10", "5b")
    assert (delivered.kind, delivered.target_id, delivered.state) == (Kind.DELIVERY, "883", "delivered")
    assert (opened.kind, opened.target_id, opened.state) == (Kind.RECEIPT, "567", "read")


@pytest.mark.parametrize(
    "thing",
    [
        {"type": "order.delivered", "data": {"id": "o1", "customer": "c1"}},
        {"type": "invoice.created", "data": {"object": {"id": "in_1", "customer": "c1", "description": "May"}}},
        {"id": 82, "email": "jon@x.test", "name": "#9999", "total_price": "1.00"},
        {"Type": "Notification", "MessageId": "1", "TopicArn": "arn", "Message": "Disk full"},
        {"contact": "k7", "text": "Hallo", "direction": "sideways"},
    ],
)
def test_what_no_customer_said_stays_unknown(thing: object) -> None:
    assert of(thing).kind is Kind.UNKNOWN


def test_what_we_said_ourselves_is_said_to_the_contact_and_not_to_the_one_who_wrote_it() -> None:
    sent = {
        "id": 2,
        "content": "Hello",
        "message_type": "outgoing",
        "event": "message_created",
        "sender": {"id": 9, "name": "Agent"},
    }

    found = of({**sent, "conversation": {"id": 7, "meta": {"sender": {"id": 1, "name": "Jane"}}}})

    assert (found.kind, found.conversation_key, found.name) == (Kind.ECHO, "7", "Jane")
    assert [i.value for i in found.identities] == ["1"]
    assert of({**sent, "conversation": {"id": 7}}).identities == ()


def test_the_same_words_said_twice_are_two_messages_and_a_repeat_is_one() -> None:
    command = b"user_id=U2&user_name=Steve&text=94070&trigger_id="

    first, again, other = (of(command + n) for n in (b"1", b"1", b"2"))

    assert first.dedupe_key == again.dedupe_key != other.dedupe_key
