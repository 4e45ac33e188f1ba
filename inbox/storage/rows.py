"""Nouns as rows and rows as nouns: the one place that knows which column holds what.

Times are ISO 8601 text in UTC with microseconds; lists are JSON; a text and its salt stand side by side.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from inbox.domain.access import Login, Token
from inbox.domain.events import Recorded
from inbox.domain.incoming import Visibility
from inbox.domain.model import (
    Channel,
    Contact,
    Conversation,
    Delivery,
    Department,
    Direction,
    Dismissal,
    Draft,
    Handle,
    Link,
    Message,
    Note,
    Person,
    Role,
    State,
)
from inbox.domain.picture import Move
from inbox.domain.steps import What
from inbox.storage import signing
from inbox.storage.rows_asking import (
    CORRESPONDENT,
    LETTER,
    REMARK,
    REQUEST,
    correspondent,
    letter,
    letter_row,
    request,
    request_row,
)
from inbox.storage.values import Row, id_list, maybe, moment, pair, stamp, when, words
from inbox.wire import event_from_json

__all__ = [
    "CORRESPONDENT",
    "LETTER",
    "REMARK",
    "REQUEST",
    "Row",
    "correspondent",
    "letter",
    "maybe",
    "moment",
    "request",
    "stamp",
    "when",
    "words",
]

_DIGITS = str.maketrans("0123456789", "9876543210")


def turn(conversation: Conversation) -> str:
    """The place of a conversation in a list that is worked off: longest waiting first, then latest first."""
    if conversation.waiting_since is not None:
        return stamp(conversation.waiting_since) or ""
    return "~" + (stamp(conversation.last_at) or "").translate(_DIGITS)


CONVERSATION = (
    "id, channel, contact, key, key_salt, visibility, state, opened_at, last_at, owner, waiting_since, snoozed_until, "
    "subject, subject_salt, tags, last_number, last_in, preview, hint"
)
MESSAGE = (
    "id, conversation, number, direction, author, at, text, salt, visibility, delivery, external_id, reply_to, folded, "
    "folded_salt, files, files_salt, automatic, edited, deleted, answers, token, due, attempts, error, error_salt, "
    "cleared_by, since, seen, doubt, was, was_until, first, part, parts, reactions, reactions_salt, under, "
    "hands, mark, holds, canned, frozen, passes, planned, subject, subject_salt"
)
NOTE = "id, conversation, author, at, text, salt"
DRAFT = "conversation, author, at, text, salt, answers, version, hands"
LINK = "id, a, b, evidence, evidence_salt, by, at"
DISMISSAL = "id, a, b, by, at"
TOKEN = "id, person, label, scopes, made_at, until, revoked"  # noqa: S105 - columns
LOGIN = "person, password, subject"
DEPARTMENT = "name, minutes, lead"


def conversation(r: Row) -> Conversation:
    """Read a conversation from CONVERSATION's columns."""
    return Conversation(
        r[0],
        r[1],
        r[2],
        words(r[3], r[4]),
        Visibility(r[5]),
        State(r[6]),
        when(r[7]),
        when(r[8]),
        r[9],
        moment(r[10]),
        moment(r[11]),
        maybe(r[12], r[13]),
        tuple(json.loads(r[14])) if r[14] != "[]" else (),
        r[15],
        r[16],
        r[17],
        r[18],
    )


def message(r: Row) -> Message:
    """Read a message from MESSAGE's columns."""
    return Message(
        r[0], r[1], r[2], Direction(r[3]), r[4], when(r[5]), words(r[6], r[7]), Visibility(r[8]),
        Delivery(r[9]) if r[9] else None, r[10], r[11], maybe(r[12], r[13]), maybe(r[14], r[15]),
        bool(r[16]), bool(r[17]), bool(r[18]), tuple(json.loads(r[19])) if r[19] != "[]" else (),
        r[20], moment(r[21]), r[22], maybe(r[23], r[24]), r[25], moment(r[26]),
        r[27], bool(r[28]), State(r[29]) if r[29] else None, moment(r[30]), r[31], r[32], r[33],
        maybe(r[34], r[35]), tuple(json.loads(r[36])) if r[36] != "[]" else (),
        *signing.released(r[37], r[38], r[39]), bool(r[40]), r[41], r[42], moment(r[43]), maybe(r[44], r[45]),
    )  # fmt: skip


def note(r: Row) -> Note:
    """Read a note from NOTE's columns."""
    return Note(r[0], r[1], r[2], when(r[3]), words(r[4], r[5]))


def draft(r: Row) -> Draft:
    """Read a draft from DRAFT's columns."""
    return Draft(r[0], r[1], when(r[2]), words(r[3], r[4]), tuple(json.loads(r[5])), r[6], signing.names(r[7]))


def person(r: Row) -> Person:
    """Read a person: name, roles, departments, channels, active."""
    roles = frozenset(Role(x) for x in json.loads(r[1]))
    return Person(r[0], roles, frozenset(json.loads(r[2])), frozenset(json.loads(r[3])), bool(r[4]))


def department(r: Row) -> Department:
    """Read a department from DEPARTMENT's columns."""
    return Department(r[0], timedelta(minutes=r[1]), r[2])


def channel(r: Row) -> Channel:
    """Read a channel: name, platform, settings, active."""
    return Channel(r[0], r[1], tuple((k, v) for k, v in json.loads(r[2])), bool(r[3]))


def token(r: Row) -> Token:
    """Read a token from TOKEN's columns."""
    return Token(r[0], r[1], r[2], tuple(json.loads(r[3])), when(r[4]), moment(r[5]), bool(r[6]))


def login(r: Row) -> Login:
    """Read a login from LOGIN's columns."""
    return Login(r[0], bool(r[1]), r[2])


def contact(r: Row, handles: Iterable[Row]) -> Contact:
    """Read a contact: id, name, salt; its handles: kind, value, salt."""
    return Contact(r[0], words(r[1], r[2]), tuple(Handle(h[0], words(h[1], h[2])) for h in handles))


def link(r: Row) -> Link:
    """Read a link from LINK's columns."""
    return Link(r[0], r[1], r[2], words(r[3], r[4]), r[5], when(r[6]))


def dismissal(r: Row) -> Dismissal:
    """Read a dismissal from DISMISSAL's columns."""
    return Dismissal(r[0], r[1], r[2], r[3], when(r[4]))


MOVE = 'id, by, of, "to", conversations, undone, what, own'


def move(r: Row) -> Move:
    """Read a move from MOVE's columns."""
    # Moves of before kept ids only: all of them were of one person.
    pairs = [pair if isinstance(pair, list) else (pair, r[2]) for pair in json.loads(r[4])]
    ids, before = tuple(id for id, _ in pairs), tuple(was for _, was in pairs)
    return Move(r[0], r[1], r[2], r[3], ids, before, bool(r[5]), What(r[6]), bool(r[7]))


BETWEEN = "select number, at, by, conversation, kind, body from feed where number between $1 and $2 order by number"


def recorded(r: Row) -> Recorded:
    """Read a fact: number, at, by, conversation, kind, body."""
    return Recorded(r[0], when(r[1]), r[2], r[3], event_from_json(r[4], r[5]))


def _conversation_row(c: Conversation) -> Row:
    tags = json.dumps(c.tags, ensure_ascii=False) if c.tags else "[]"
    waiting, snoozed = stamp(c.waiting_since), stamp(c.snoozed_until)
    return (
        c.id, c.channel, c.contact, *pair(c.key), c.visibility, c.state, stamp(c.opened_at), stamp(c.last_at), c.owner,
        waiting, snoozed, *pair(c.subject), tags, c.last_number, c.last_in, c.preview,
        c.window, turn(c),
    )  # fmt: skip


def _message_row(m: Message) -> Row:
    return (
        m.id, m.conversation, m.number, m.direction, m.author, stamp(m.at), *pair(m.words), m.visibility, m.delivery,
        m.external_id, m.reply_to, *pair(m.folded), *pair(m.files), m.automatic, m.edited, m.deleted, id_list(m.answers),
        m.token, stamp(m.due), m.attempts, *pair(m.error), m.cleared_by, stamp(m.since),
        m.seen, m.doubt, m.was, stamp(m.was_until), m.first, m.part, m.parts, *pair(m.reactions), id_list(m.under),
        signing.listed(m.hands), m.mark, signing.held(m.holds),
        m.canned, m.frozen, m.passes, stamp(m.planned), *pair(m.subject),
    )  # fmt: skip


def _person_row(p: Person) -> Row:
    return (
        p.name,
        json.dumps(sorted(p.roles)),
        json.dumps(sorted(p.departments)),
        json.dumps(sorted(p.channels)),
        p.active,
    )


WRITE: dict[str, tuple[str, str, Callable[[Any], Row]]] = {
    "people": ("person", "name, roles, departments, channels, active", _person_row),
    "departments": (
        "department",
        DEPARTMENT,
        lambda d: (d.name, int(d.answers_in.total_seconds() // 60), d.lead),
    ),
    "channels": (
        "channel",
        "name, platform, settings, active",
        lambda c: (c.name, c.platform, json.dumps(c.settings), c.active),
    ),
    "tokens": (
        "token",
        TOKEN,
        lambda t: (t.id, t.person, t.label, json.dumps(t.scopes), stamp(t.made_at), stamp(t.until), int(t.revoked)),
    ),
    "logins": ("login", LOGIN, lambda n: (n.person, int(n.password), n.subject)),
    "contacts": ("contact", "id, name, name_salt", lambda c: (c.id, *pair(c.name))),
    "links": ("link", LINK, lambda k: (k.id, k.a, k.b, *pair(k.evidence), k.by, stamp(k.at))),
    "dismissals": ("dismissal", DISMISSAL, lambda d: (d.id, d.a, d.b, d.by, stamp(d.at))),
    "conversations": ("conversation", CONVERSATION + ", turn", _conversation_row),
    "messages": ("message", MESSAGE, _message_row),
    "notes": ("note", NOTE, lambda n: (n.id, n.conversation, n.author, stamp(n.at), *pair(n.words))),
    "drafts": (
        "draft",
        DRAFT,
        lambda d: (
            d.conversation,
            d.author,
            stamp(d.at),
            *pair(d.words),
            id_list(d.answers),
            d.version,
            signing.listed(d.hands),
        ),
    ),
    "requests": ("request", REQUEST, request_row),
    "correspondents": ("correspondent", CORRESPONDENT, lambda p: (p.person, *pair(p.address))),
    "letters": ("letter", LETTER, letter_row),
    **signing.WRITE,
    "moves": (
        "move",
        MOVE,
        lambda m: (
            *(m.id, m.by, m.of, m.to, json.dumps(list(zip(m.conversations, m.before, strict=True)))),
            *(m.undone, m.what, int(m.own)),
        ),
    ),
}
"""For each kind of noun: its table, its columns (the first is the key), and how it becomes a row."""


def upsert(table: str, columns: str) -> str:
    """Return the statement that writes a noun into a table; the first of the columns is its key."""
    names = [c.strip() for c in columns.split(",")]
    values = ", ".join(f"${n}" for n in range(1, len(names) + 1))
    changes = ", ".join(f"{c} = excluded.{c}" for c in names[1:])
    return f"insert into {table} ({columns}) values ({values}) on conflict ({names[0]}) do update set {changes}"
