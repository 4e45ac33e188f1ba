"""Counts as Mastodon does: clusters a person sees as one character, every link as 23, handles without their host.

app/validators/status_length_validator.rb: `[spoiler_text, countable_text].join.each_grapheme_cluster.size`, where
links with a scheme become 23 characters and `@user@host` becomes `@user`; links as config/initializers/twitter_regex.rb
finds them, handles as Account::MENTION_RE does. https://docs.joinmastodon.org/user/posting/#text
"""

from __future__ import annotations

import regex  # type: ignore[import-untyped]  # it has no types of its own

LINK = 23
"""What a link counts, however long it is."""
LONGEST = 500
"""Characters of a status where the server says nothing else."""
_PATH = r"[^\s<>()?]"
_PARENS = rf"\((?:{_PATH}+|{_PATH}*\({_PATH}+\){_PATH}*)\)"
_LAST = rf"(?:[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@]|{_PARENS})"
_QUERY = r"[\w!?*'();:&=+$/%#\[\]\-.,~|@^]"
_URL = regex.compile(
    rf"""(?<![\w@＠$\#＃])
    (?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://
    (?:[\p{{L}}\p{{M}}\p{{N}}](?:[\p{{L}}\p{{M}}\p{{N}}_-]{{0,62}}[\p{{L}}\p{{M}}\p{{N}}])?\.)+
    (?:xn--[a-z0-9-]{{1,60}}|[\p{{L}}\p{{M}}]{{2,63}})
    (?::[0-9]{{1,5}})?
    (?:/(?:(?:{_PATH}|{_PARENS})*{_LAST}|{_PATH}+/)?)?
    (?:\?{_QUERY}*[\w&=\#/\-])?""",
    regex.IGNORECASE | regex.VERBOSE,
)
_HANDLE = regex.compile(
    r"(?<![=/\w])@([a-z0-9_]++(?:[.-]++[a-z0-9_]++)*+)@\w++(?:[.-]+\w++)*+(?![@＠]|://)", regex.IGNORECASE
)
_CLUSTER = regex.compile(r"\X")
SECONDS = 1.0
"""How long a search may take; a text that takes longer counts as it stands."""


def used(text: str, spoiler: str = "") -> int:
    """Return how long a status is for Mastodon."""
    try:
        links = _URL.sub("x" * LINK, text, timeout=SECONDS)
        bare = _HANDLE.sub(r"@\1", links, timeout=SECONDS)
    except TimeoutError:
        bare = text
    return sum(1 for _ in _CLUSTER.finditer(spoiler + bare))


def addressed(text: str, acct: str) -> str:
    """Return a reply with its receiver in front, whom a direct status does not reach otherwise.

    Who is named already, anywhere, is not named twice.
    """
    if not acct:
        return text
    named = regex.search(rf"(?<![=/\w])@{regex.escape(acct)}(?![\w@]|[.-]\w)", text, regex.IGNORECASE)
    return text if named else f"@{acct} {text}".rstrip() if text else f"@{acct}"
