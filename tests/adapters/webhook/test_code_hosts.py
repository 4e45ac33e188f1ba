"""What GitHub's and GitLab's webhooks say: who wrote what below which issue, and what only happened to it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.webhook.parse import parse
from inbox.ports.adapter import Identity, Incoming, Kind, Visibility

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*/*.json"))
USER = {"login": "kaethe", "id": 7, "type": "User"}
REPOSITORY = {"id": 1, "full_name": "acme/shop", "private": False}
ISSUE = {"id": 100, "number": 5, "title": "It breaks", "user": USER, "body": "Here.", "created_at": "2026-11-24T10:00:00Z",
         "updated_at": "2026-11-24T11:00:00Z"}  # fmt: skip
COMMENT = {**ISSUE, "id": 200, "body": "Still."} | {"title": None, "number": None}


def of(thing: dict[str, object], event: str = "") -> Incoming:
    """Read a body that says one thing."""
    (found,) = parse(json.dumps(thing).encode(), {"X-GitHub-Event": event} if event else {})
    return found


def github(action: str, **parts: object) -> dict[str, object]:
    """A body of GitHub's."""
    return {"action": action, "repository": REPOSITORY, "sender": {"login": "anna", "id": 8}, **parts}


def payload(name: str) -> Incoming:
    """Read a recorded payload that says one thing."""
    (found,) = parse((Path(__file__).parent / "payloads" / name).read_bytes(), {})
    return found


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_recorded_payload_says_something_and_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {"X-GitHub-Delivery": "another"})
    assert found and all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)


@pytest.mark.parametrize(
    ("name", "kind", "own", "target", "key", "text"),
    [
        ("issues-opened", "message", "444500041", "", "Codertocat/Hello-World#1/Codertocat",
         "It looks like you accidently spelled 'commit' with two 't's."),
        ("issue_comment-deleted", "delete", "", "492700400", "Codertocat/Hello-World#1/Codertocat", ""),
        ("issues-assigned", "conversation", "", "", "Codertocat/Hello-World#1/Codertocat", ""),
        ("discussion_comment-created", "message", "550062", "", "Codertocat/Hello-World#4/Codertocat", "ANSWER"),
    ],
)  # fmt: skip
def test_recorded_payloads_say_what_a_reader_would(
    name: str, kind: str, own: str, target: str, key: str, text: str
) -> None:
    said = payload(f"octokit/{name}.payload.json")

    assert (said.kind, said.external_id, said.target_id, said.conversation_key, said.text) == (
        kind,
        own,
        target,
        key,
        text,
    )
    assert (said.identities, said.name) == ((Identity("github", "21031067"),), "Codertocat")
    assert said.visibility is Visibility.PUBLIC


def test_a_push_is_no_dialogue_and_says_so() -> None:
    said = payload("octokit/push-payload.json")
    assert (said.kind, said.why) == (Kind.UNKNOWN, "push belongs to no dialogue")


@pytest.mark.parametrize(
    ("event", "thing", "kind"),
    [
        ("issue_comment", github("created", issue=ISSUE, comment=COMMENT), "message"),
        ("issue_comment", github("edited", issue=ISSUE, comment=COMMENT, changes={}), "edit"),
        ("issue_comment", github("deleted", issue=ISSUE, comment=COMMENT), "delete"),
        ("issues", github("edited", issue=ISSUE), "edit"),
        ("issues", github("deleted", issue=ISSUE), "delete"),
        ("issues", github("closed", issue=ISSUE), "conversation"),
        ("issues", github("labeled", issue=ISSUE, label={"name": "bug"}), "conversation"),
        ("discussion", github("created", discussion=ISSUE), "message"),
        ("discussion", github("answered", discussion=ISSUE, answer=COMMENT), "conversation"),
        ("pull_request", github("opened", pull_request=ISSUE, number=5), "message"),
        ("pull_request", github("synchronize", pull_request=ISSUE), "conversation"),
        ("pull_request_review_comment", github("created", pull_request=ISSUE, comment=COMMENT), "message"),
        ("pull_request_review", github("submitted", pull_request=ISSUE, review={**COMMENT, "state": "approved"}), "message"),
        ("pull_request_review", github("submitted", pull_request=ISSUE, review={**COMMENT, "body": None}), "conversation"),
        ("pull_request_review", github("dismissed", pull_request=ISSUE, review=COMMENT), "conversation"),
    ],
)  # fmt: skip
def test_an_event_is_known_by_its_header_and_by_its_shape(event: str, thing: dict[str, object], kind: str) -> None:
    said = of(thing, event)

    assert said == of(thing)
    assert said.kind == kind
    assert said.conversation_key == "acme/shop#5/kaethe"
    assert (said.name, said.subject) == ("kaethe", "It breaks")
    if kind == "edit":
        assert said.target_id == said.external_id
        assert said.occurred_at == datetime(2026, 11, 24, 11, tzinfo=UTC)


def test_what_others_write_below_an_issue_is_their_own_dialogue() -> None:
    other = {**COMMENT, "user": {"login": "jonas", "id": 9, "type": "Bot"}}
    said = of(github("created", issue=ISSUE, comment=other))

    assert (said.conversation_key, said.identities) == ("acme/shop#5/jonas", (Identity("github", "9"),))
    assert said.automatic
    ghost = of(github("created", issue=ISSUE, comment={**COMMENT, "user": None}))
    assert (ghost.kind, ghost.conversation_key, ghost.identities) == ("message", "acme/shop#5/ghost", ())
    resolved = of(github("resolved", pull_request=ISSUE, thread={"comments": []}), "pull_request_review_thread")
    assert (resolved.kind, resolved.conversation_key) == ("conversation", "acme/shop#5/kaethe")


def test_a_comment_on_a_commit_an_answer_to_a_comment_and_a_private_place_are_seen_as_such() -> None:
    commit = of(github("created", comment={**COMMENT, "commit_id": "abc"}), "commit_comment")
    assert (commit.kind, commit.conversation_key) == (Kind.MESSAGE, "acme/shop@abc/kaethe")
    assert of(github("created", discussion=ISSUE, comment={**COMMENT, "parent_id": 199})).reply_to == "199"
    assert of({**github("opened", issue=ISSUE), "repository": {**REPOSITORY, "private": True}}).visibility == "private"
    assert of({"zen": "Keep it logically awesome.", "hook_id": 1, "hook": {}}).kind is Kind.ACCOUNT
    assert of(github("opened", issue={"number": 5})).kind is Kind.UNKNOWN
    assert of(github("created", release={"id": 1})).why == "release belongs to no dialogue"


def test_every_edit_counts_and_a_repeat_of_one_does_not() -> None:
    first = github("edited", issue=ISSUE, comment=COMMENT)
    second = github("edited", issue=ISSUE, comment={**COMMENT, "body": "Anew", "updated_at": "2026-11-24T12:00:00Z"})

    assert of(first).dedupe_key == of(first).dedupe_key != of(second).dedupe_key
    assert (
        of(github("created", issue=ISSUE, comment=COMMENT)).dedupe_key != of(github("opened", issue=ISSUE)).dedupe_key
    )


PROJECT = {"id": 3, "path_with_namespace": "acme/shop", "visibility_level": 20}
NOTE = {"id": 1241, "note": "Hello.", "noteable_type": "Issue", "author_id": 7, "created_at": "2026-11-24 10:00:00 UTC",
        "updated_at": "2026-11-24 11:00:00 UTC", "action": "create", "system": False}  # fmt: skip
WORK = {"id": 92, "iid": 17, "title": "It breaks", "description": "Here.", "author_id": 7, "action": "open",
        "created_at": "2026-11-24T10:00:00Z", "updated_at": "2026-11-24T11:00:00Z"}  # fmt: skip


def gitlab(kind: str, attributes: dict[str, object], **parts: object) -> dict[str, object]:
    """A body of GitLab's."""
    user = {"id": 7, "name": "Käthe", "username": "kaethe"}
    return {"object_kind": kind, "user": user, "project": PROJECT, "object_attributes": attributes, **parts}


@pytest.mark.parametrize(
    ("thing", "kind", "own", "target", "text"),
    [
        (gitlab("note", NOTE, issue=WORK), "message", "1241", "", "Hello."),
        (gitlab("note", {**NOTE, "action": "update"}, issue=WORK), "edit", "1241", "1241", "Hello."),
        (gitlab("note", {**NOTE, "system": True}, issue=WORK), "conversation", "", "", ""),
        (gitlab("issue", WORK), "message", "92", "", "Here."),
        (gitlab("issue", {**WORK, "action": "update"}, changes={"description": {}}), "edit", "92", "92", "Here."),
        (gitlab("issue", {**WORK, "action": "update"}, changes={"labels": {}}), "conversation", "", "", ""),
        (gitlab("issue", {**WORK, "action": "close"}), "conversation", "", "", ""),
        (gitlab("emoji", {"id": 1, "name": "thumbsup", "awardable_id": 1241, "user_id": 7}, issue=WORK, note=NOTE),
         "reaction", "", "1241", ":thumbsup:"),
        (gitlab("emoji", {"id": 1, "name": "thumbsup", "awardable_id": 1241, "action": "revoke"}, issue=WORK, note=NOTE),
         "reaction", "", "1241", ""),
    ],
)  # fmt: skip
def test_gitlab_s_issues_notes_and_emoji_are_one_dialogue(
    thing: dict[str, object], kind: str, own: str, target: str, text: str
) -> None:
    said = of(thing)

    assert (said.kind, said.external_id, said.target_id, said.text) == (kind, own, target, text)
    assert said.conversation_key == "acme/shop#17/7"
    assert (said.identities, said.name) == ((Identity("gitlab", "7"),), "Käthe")
    assert said.visibility is Visibility.PUBLIC
    assert kind == "reaction" or said.occurred_at in {
        datetime(2026, 11, 24, 10, tzinfo=UTC),
        datetime(2026, 11, 24, 11, tzinfo=UTC),
    }


def test_gitlab_s_merge_requests_have_their_own_numbers_and_hidden_things_stay_private() -> None:
    assert of(gitlab("merge_request", WORK)).conversation_key == "acme/shop!17/7"
    assert of(gitlab("note", NOTE, merge_request=WORK)).conversation_key == "acme/shop!17/7"
    assert of(gitlab("issue", {**WORK, "confidential": True})).visibility is Visibility.PRIVATE
    assert of(gitlab("note", {**NOTE, "internal": True}, issue=WORK)).visibility is Visibility.PRIVATE
    assert (
        of({**gitlab("issue", WORK), "project": {**PROJECT, "visibility_level": 10}}).visibility is Visibility.PRIVATE
    )
    assert of(gitlab("pipeline", {"id": 1})).why == "pipeline belongs to no dialogue"
    assert of({"type": "gitlab.note", "data": gitlab("note", NOTE, issue=WORK)}).kind is Kind.MESSAGE
