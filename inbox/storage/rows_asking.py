"""Requests, letters and who is asked by mail, as rows and back."""

from __future__ import annotations

import json
from collections.abc import Iterable

from inbox.domain.letters import Correspondent, Letter, LetterKind, LetterState
from inbox.domain.model import Remark, Request, RequestState
from inbox.storage.values import Row, id_list, maybe, moment, pair, stamp, when, words

REQUEST = (
    "id, conversation, department, author, at, question, question_salt, state, changed_at, due, blocking, shown, "
    "taken_by, answer, answer_salt, answered_by, rang, version, known, known_salt, redacted, excerpts, excerpts_salt, "
    "moved_at, reminded, escalated, source, outdated_by, outdated_at"
)
REMARK = "request, n, author, at, text, salt"
CORRESPONDENT = "person, address, address_salt"
LETTER = "id, request, person, kind, at, until, state, due, attempts, error, error_salt"


def request(r: Row, remarks: Iterable[Row] = ()) -> Request:
    """Read a request from REQUEST's columns, and its remarks from REMARK's."""
    return Request(
        r[0],
        r[1],
        r[2],
        r[3],
        when(r[4]),
        words(r[5], r[6]),
        RequestState(r[7]),
        when(r[8]),
        moment(r[9]),
        bool(r[10]),
        tuple(json.loads(r[11])),
        r[12],
        maybe(r[13], r[14]),
        r[15],
        tuple(Remark(m[2], when(m[3]), words(m[4], m[5])) for m in remarks),
        bool(r[16]),
        r[17],
        maybe(r[18], r[19]),
        tuple(json.loads(r[20])) if r[20] != "[]" else (),
        maybe(r[21], r[22]),
        moment(r[23]),
        bool(r[24]),
        r[25],
        r[26],
        r[27],
        moment(r[28]),
    )


def request_row(r: Request) -> Row:
    """Write a request."""
    return (
        r.id, r.conversation, r.department, r.author, stamp(r.at), *pair(r.question), r.state, stamp(r.changed_at),
        stamp(r.due), r.blocking, id_list(r.shown), r.taken_by, *pair(r.answer), r.answered_by, r.rang, r.version,
        *pair(r.known), id_list(r.redacted), *pair(r.excerpts), stamp(r.moved_at), r.reminded, r.escalated,
        r.source, r.outdated_by, stamp(r.outdated_at),
    )  # fmt: skip


def correspondent(r: Row) -> Correspondent:
    """Read who is asked by mail."""
    return Correspondent(r[0], words(r[1], r[2]))


def letter(r: Row) -> Letter:
    """Read a letter."""
    return Letter(
        r[0],
        r[1],
        r[2],
        LetterKind(r[3]),
        when(r[4]),
        when(r[5]),
        LetterState(r[6]),
        moment(r[7]),
        r[8],
        maybe(r[9], r[10]),
    )


def letter_row(n: Letter) -> Row:
    """Write a letter."""
    return (
        n.id, n.request, n.person, n.kind, stamp(n.at), stamp(n.until), n.state, stamp(n.due), n.attempts, *pair(n.error),
    )  # fmt: skip
