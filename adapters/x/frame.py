"""What surrounds a post or a message in a payload: who we are, and the people, posts and files it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.kit.found import Found, inner, number, objects, words
from inbox.ports.adapter import Identity

PERSON = "x"
"""The kind of a person's identity: the account's number. Handles change hands, numbers do not."""
_PAIR = re.compile(r"(\d{1,19})[-:](\d{1,19})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Frame:
    """`us` is our account's number, "" where a payload does not say it. `event` is an activity event's type."""

    us: str = ""
    event: str = ""
    conversation: str = ""
    users: dict[str, Found] = field(default_factory=dict)
    posts: dict[str, Found] = field(default_factory=dict)
    media: dict[str, Found] = field(default_factory=dict)
    polls: dict[str, Found] = field(default_factory=dict)

    def user(self, id: str) -> Found:
        """Return a person, {} where the payload does not tell of them."""
        return self.users.get(id, {})

    def name(self, id: str) -> str:
        """Return what a person is called, "" where the payload does not say."""
        return name_of_user(self.user(id))

    def handle(self, id: str) -> str:
        """Return a person's handle without the @."""
        user = self.user(id)
        return words(user, "username") or words(user, "screen_name")


def id_of(found: Found, key: str = "id") -> str:
    """Return a number of X's as text; old answers write it twice, and only the text is exact everywhere."""
    return number(found, f"{key}_str") or number(found, key)


def unwrapped(found: Found) -> Found:
    """Return a person who lies in an envelope of their own, as activity events have them."""
    return inner(found, "data") or found


def name_of_user(user: Found) -> str:
    """Return what a person is called."""
    return words(user, "name") or words(user, "username") or words(user, "screen_name")


def identities(*ids: str) -> tuple[Identity, ...]:
    """Return people's identities, without those that nobody names."""
    return tuple(Identity(PERSON, id) for id in dict.fromkeys(ids) if id)


def conversation_of(id: str) -> str:
    """Return a direct conversation's name: `a-b` and XChat's `b:a` are the same one, the smaller number first."""
    pair = _PAIR.fullmatch(id)
    return "-".join(sorted(pair.groups(), key=lambda n: (len(n), n))) if pair else id


def other_in(conversation: str, us: str) -> str:
    """Return who else is in a conversation of two, "" where that cannot be told."""
    pair = _PAIR.fullmatch(conversation)
    others = [id for id in pair.groups() if id != us] if pair else []
    return others[0] if len(others) == 1 else ""


def frame_of(around: Iterable[Found], us: str = "", event: str = "", conversation: str = "") -> Frame:
    """Gather what the envelopes around something refer to; the innermost comes first and wins."""
    frame = Frame(us, event, conversation)
    for found in around:
        includes = inner(found, "includes")
        people = [unwrapped(user) for user in objects(includes.get("users"))]
        # Direct messages come with people by their number.
        people += [unwrapped(user) for user in inner(found, "users").values() if isinstance(user, dict)]
        for user in people:
            frame.users.setdefault(id_of(user), user)
        for key in ("posts", "tweets"):
            for post in map(unwrapped, objects(includes.get(key))):
                frame.posts.setdefault(id_of(post), post)
        for media in map(unwrapped, objects(includes.get("media"))):
            frame.media.setdefault(words(media, "media_key"), media)
        for poll in map(unwrapped, objects(includes.get("polls"))):
            frame.polls.setdefault(id_of(poll), poll)
    return frame
