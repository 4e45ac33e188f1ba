"""Reads GitHub's webhooks: issues, pull requests, discussions, and what is written below them. Pure.

https://docs.github.com/en/webhooks/webhook-events-and-payloads

A conversation is one person's part of an issue, a pull request or a discussion (they share their numbers within a
repository): a dialogue has one contact. The event's name stands in a header only, so without it the body's shape tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from adapters.kit.found import Found, digest, inner, name_of, sound, stamp, unknown, words
from inbox.ports.adapter import Identity, Incoming, Kind, Visibility

_EVENTS = {
    "issue_comment": ("comment", "issue"),
    "discussion_comment": ("comment", "discussion"),
    "pull_request_review_comment": ("comment", "pull_request"),
    "commit_comment": ("comment", ""),
    "pull_request_review": ("review", "pull_request"),
    "pull_request_review_thread": ("thread", "pull_request"),
    "issues": ("issue", "issue"),
    "pull_request": ("pull_request", "pull_request"),
    "discussion": ("discussion", "discussion"),
}
"""What is a dialogue: where its words stand, and what they belong to. In the order in which a shape is guessed."""
_ACCOUNT = (
    "ping", "meta", "installation", "installation_repositories", "installation_target", "github_app_authorization",
)  # fmt: skip
"""What is about the webhook itself and whoever set it up."""
_ACTIONS = {
    **dict.fromkeys(("created", "opened", "submitted"), Kind.MESSAGE),
    "edited": Kind.EDIT,
    "deleted": Kind.DELETE,
}
_WRITTEN = ("created_at", "submitted_at")


class _Origin(NamedTuple):
    """Who wrote something, where, and when it was touched last. Whose account is gone is a ghost, as GitHub says."""

    key: str
    identities: tuple[Identity, ...]
    name: str
    visibility: Visibility
    at: datetime | None
    subject: str


def speaks(found: Found) -> bool:
    """Tell whether a body is one of GitHub's: all of them name their sender, or say that the webhook stands."""
    sender = inner(found, "sender")
    about = any(key in found for key in ("repository", "organization", "installation", "enterprise", "hook", "action"))
    return (bool(words(sender, "login")) and about) or (bool(words(found, "zen")) and "hook_id" in found)


def said_by(found: Found, event: str) -> list[Incoming]:
    """Say what one body says; `event` is what its header calls it, "" where there is none."""
    event = sound(event).strip().lower() or _guessed(found)
    if event in _ACCOUNT:
        return [_account(found, event)]
    if event not in _EVENTS:
        return [unknown(found, f"{event[:60]} belongs to no dialogue" if event else "this belongs to no dialogue")]
    place, around = _EVENTS[event]
    part, thread = inner(found, place), inner(found, around) if around else {}
    origin = _origin(found, part, thread)
    action, id = words(found, "action"), name_of(part)
    kind = _ACTIONS.get(action, Kind.CONVERSATION)
    if not origin.key or (kind is not Kind.CONVERSATION and not id):
        return [unknown(found, f"{event} {action[:60]}: it names neither a repository nor what was written")]
    # A review without a word only says what became of the pull request.
    if kind is Kind.CONVERSATION or (event == "pull_request_review" and not words(part, "body")):
        return [_happened(found, event, action, part, origin)]
    return [_written(event, kind, id, part, origin)]


def _guessed(found: Found) -> str:
    if words(found, "zen"):
        return "ping"
    for event, (place, around) in _EVENTS.items():
        if inner(found, place) and (inner(found, around) if around else name_of(inner(found, place), "commit_id")):
            return event
    if inner(inner(found, "installation"), "account") and words(found, "action"):
        return "installation"
    pushed = words(found, "ref") and ("commits" in found or "pusher" in found)
    known = (("starred_at", "star"), ("forkee", "fork"), ("release", "release"), ("check_run", "check_run"))
    return "push" if pushed else next((event for key, event in known if key in found), "")


def _origin(found: Found, part: Found, thread: Found) -> _Origin:
    # What happens to an issue is part of its author's dialogue; what a ghost wrote below it is not.
    repository, author = inner(found, "repository"), inner(part if "user" in part else thread, "user")
    named = name_of(author) or words(author, "login")
    who = words(author, "login") or named or "ghost"
    place = words(repository, "full_name")
    number = name_of(thread, "number")
    commit = "" if thread else name_of(part, "commit_id")
    where = f"{place}#{number}" if number else f"{place}@{commit}" if commit else ""
    return _Origin(
        f"{where}/{who}" if place and where else "",
        (Identity("github", named),) if named else (),
        who,
        Visibility.PRIVATE if repository.get("private") is True else Visibility.PUBLIC,
        stamp(part.get("updated_at")),
        words(thread, "title"),
    )


def _written(event: str, kind: Kind, id: str, part: Found, origin: _Origin) -> Incoming:
    text = words(part, "body") or (origin.subject if part.get("title") else "")
    created = next((at for key in _WRITTEN if (at := stamp(part.get(key)))), None)
    keys = {
        Kind.MESSAGE: f"github:{event}:{id}",
        Kind.EDIT: f"github:{event}:{id}:edited:{name_of(part, 'updated_at')}:{digest(text, origin.subject)}",
        Kind.DELETE: f"github:{event}:{id}:deleted",
    }
    parent = name_of(part, "parent_id") or name_of(part, "in_reply_to_id")
    return Incoming(
        kind,
        keys[kind],
        origin.key,
        created if kind is Kind.MESSAGE else origin.at or created,
        "" if kind is Kind.DELETE else id,
        "" if kind is Kind.MESSAGE else id,
        identities=origin.identities,
        name=origin.name,
        visibility=origin.visibility,
        subject=origin.subject,
        text="" if kind is Kind.DELETE else text,
        reply_to=parent if kind is Kind.MESSAGE else "",
        automatic=words(inner(part, "user"), "type") == "Bot",
    )


def _happened(found: Found, event: str, action: str, part: Found, origin: _Origin) -> Incoming:
    """Return what happened to an issue and is no words: closed, assigned, labelled, approved."""
    what = words(part, "state") if event == "pull_request_review" else ""
    return Incoming(
        Kind.CONVERSATION,
        f"github:{event}:{digest(found)}",
        origin.key,
        origin.at or next((at for key in _WRITTEN if (at := stamp(part.get(key)))), None),
        identities=origin.identities,
        name=origin.name,
        visibility=origin.visibility,
        subject=origin.subject,
        why=" ".join(said for said in (event, action, what) if said),
    )


def _account(found: Mapping[str, object], event: str) -> Incoming:
    body = dict(found)
    said = " ".join(part for part in (event, words(body, "action"), words(body, "zen")) if part)
    sender = inner(body, "sender")
    who = name_of(sender)
    return Incoming(
        Kind.ACCOUNT,
        f"github:{event}:{digest(body)}",
        occurred_at=stamp(inner(body, "installation").get("updated_at"))
        or stamp(inner(body, "hook").get("updated_at")),
        identities=(Identity("github", who),) if who else (),
        name=words(sender, "login"),
        why=said,
    )
