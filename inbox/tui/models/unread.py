"""What whoever reads no conversations is told in place of a list."""

from __future__ import annotations

from inbox.domain.model import Person
from inbox.domain.people import Act, Reach, reach
from inbox.texts import t


def unread(person: Person) -> str:
    """Say why a person has no lists of conversations and what they have instead; "" where they have them."""
    if reach(person, Act.READ) is Reach.ALL:
        return ""
    if reach(person, Act.ANSWER) is not Reach.NONE:
        return t("You see what your department is asked; your role has no other lists.")
    if reach(person, Act.FEED) is not Reach.NONE:
        return t("Your role reads no conversations; inbox verify proves what happened.")
    return t("Your role reads no conversations.")
