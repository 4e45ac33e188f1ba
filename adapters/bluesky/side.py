"""What a payload shows beside its entries: whose eyes it was seen with, and what those in it are called.

A pure reader knows our account where the payload gives it away: the AppView and the chat service add a `viewer` to
each profile and post, whose records (`following`, `blocking`, `like`, `repost`) lie in the account that asked.
https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/actor/defs.json (viewerState)
Records themselves are written by anybody, so nothing in them is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.bluesky.content import authority
from adapters.kit.found import Found, inner, objects, words
from inbox.ports.adapter import Identity

MOST = 20_000
"""Parts of a payload that are looked at, at most."""
_BY_VIEWER = ("following", "blocking", "like", "repost")
_FOREIGN = frozenset({"record", "value"})


@dataclass(frozen=True, slots=True)
class Side:
    """Who we are ("" unknown), what DIDs are called, and the chat in which something was said, with its members.

    `wrote` is true for the answer to something that we wrote ourselves. `roots` are the first posts of the threads in
    which the posts of a payload stand.
    """

    ours: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    convo: str = ""
    members: tuple[str, ...] = ()
    wrote: bool = False
    roots: Mapping[str, str] = field(default_factory=dict)

    def other(self, than: str = "") -> str:
        """Return the one member of a chat who is not us, "" where there are several, or it is not known who we are."""
        own = self.ours or than
        others = [did for did in self.members if did != own]
        return others[0] if own and len(others) == 1 else ""


def called(profile: Found) -> str:
    """Return what an account is called. A handle may be somebody else's tomorrow: it is a name, and identifies nobody."""
    handle = words(profile, "handle")
    return words(profile, "displayName").strip() or (handle if handle != "handle.invalid" else "")


def identities(did: str) -> tuple[Identity, ...]:
    """Return how an account is known, which is by its DID alone."""
    return (Identity("did", did),) if did else ()


def seen(found: object, given: Side) -> Side:
    """Return what a payload shows, added to what is known already."""
    ours, names, parts, looked = given.ours, dict(given.names), [found], 0
    roots, guessed = dict[str, str](), dict[str, str]()
    while parts and looked < MOST:
        part, looked = parts.pop(), looked + 1
        if isinstance(part, list):
            parts += part
        elif isinstance(part, dict):
            viewer = inner(part, "viewer")
            ours = ours or next((did for key in _BY_VIEWER if (did := authority(words(viewer, key)))), "")
            if (did := words(part, "did")) and (name := called(part)):
                names.setdefault(did, name)
            _rooted(part, roots, guessed)
            parts += [value for key, value in part.items() if key not in _FOREIGN]
    return Side(ours, names, given.convo, given.members, given.wrote, {**guessed, **roots})


def _rooted(part: Found, roots: dict[str, str], guessed: dict[str, str]) -> None:
    """Note in which thread a post stands. Of what it answers only it says so: a post that says it itself counts more."""
    uri, record = words(part, "uri"), inner(part, "record") or inner(part, "value")
    if not uri or "text" not in record:
        return
    reply = inner(record, "reply")
    root, parent = (words(inner(reply, key), "uri") for key in ("root", "parent"))
    roots[uri] = root or uri
    if root and parent:
        guessed.setdefault(parent, root)


def dids(profiles: object) -> tuple[str, ...]:
    """Return the DIDs of a list of profiles."""
    return tuple(did for p in objects(profiles) if (did := words(p, "did")))
