"""What a platform told us, in our words: the one shape every adapter turns its payloads into."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Visibility(StrEnum):
    """Who can read a conversation on its platform."""

    PUBLIC = "public"
    PRIVATE = "private"


class Kind(StrEnum):
    """What a payload's entry says. What cannot be read is `unknown`, with a reason."""

    MESSAGE = "message"
    ECHO = "echo"
    EDIT = "edit"
    DELETE = "delete"
    REACTION = "reaction"
    RECEIPT = "receipt"
    DELIVERY = "delivery"
    CONTACT = "contact"
    CONVERSATION = "conversation"
    ACCOUNT = "account"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """One handle of a contact on a platform: ("email", "a@b.test"), ("psid", "123")."""

    kind: str
    value: str


WHOLE = "whole"
"""The kind of what stands for a message of which only the beginning was read; its size is all of it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; `url` is whatever the adapter needs to fetch the bytes later."""

    kind: str
    name: str
    url: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes out with a reply; `type` is its media type."""

    name: str
    type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One entry of a platform's payload.

    `dedupe_key` is unique per channel and the same however often the platform repeats itself.
    `external_id` names this message on the platform, `target_id` the message that is edited,
    deleted, reacted to, read or whose delivery is reported. `conversation_key` names the dialogue
    on its channel. `occurred_at` is the platform's time, aware. `text` is as the platform gave it
    (cleaning happens at intake); `folded` is quoted history that a reader rarely wants; `automatic`
    marks machine-written mail that is never answered. For an echo, `token` is our own
    Outgoing.token where the platform returns it. For a delivery, `state` is one of `sent`,
    `delivered`, `read`, `failed` and `why` the platform's reason. For `unknown`, `why` says what
    could not be read. `window` is one of `inbox.domain.limits.Window` where the platform says that from
    now on the conversation may be answered so (`blocked`, `unsummoned`, `open` again), else "".
    `answers` is where a mail was sent and what it answers, as far as that may name a request to a department, and `vouches`
    what mail servers wrote down about whether it comes from whom it says, topmost first.
    A reaction's `text` is what is felt now; "" takes it back.
    """

    kind: Kind
    dedupe_key: str
    conversation_key: str = ""
    occurred_at: datetime | None = None
    external_id: str = ""
    target_id: str = ""
    identities: tuple[Identity, ...] = ()
    name: str = ""
    visibility: Visibility = Visibility.PRIVATE
    subject: str = ""
    text: str = ""
    folded: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
    reply_to: str = ""
    token: str = ""
    state: str = ""
    why: str = ""
    automatic: bool = False
    window: str = ""
    answers: str = ""
    vouches: tuple[str, ...] = ()
