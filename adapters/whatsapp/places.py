"""Names dialogues and people on WhatsApp, the same from whatever tells of them.

A dialogue is (our number, contact) or (our number, group). Its contact is the phone number where WhatsApp tells one, else the
business-scoped user id: whom a business once exchanged a word with keeps the number in all that is told
(https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids, contact book), so the
key does not change in the middle of a dialogue. A username is a name only: its owner may give it up, and another take it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from adapters.kit.found import Found, inner, name_of, objects, words
from inbox.ports.adapter import Identity

NUMBER, USER, PARENT = "whatsapp", "whatsapp_user", "whatsapp_parent"
"""The kinds of handles: phone number, business-scoped user id, and the id that several businesses of one house share."""
_SCOPED = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{3,30}")
_KEY = re.compile(r"([^/#]*)([/#])(.+)", re.DOTALL)


class Place(NamedTuple):
    """Where a dialogue is: our number, and a contact or a group."""

    phone: str
    contact: str = ""
    group: str = ""

    @property
    def key(self) -> str:
        """Return the conversation's key; "" where nobody is named."""
        if self.group:
            return f"{self.phone}#{self.group}"
        return f"{self.phone}/{self.contact}" if self.contact else ""


class Who(NamedTuple):
    """A person on WhatsApp; `contact` is how the key names them."""

    contact: str = ""
    identities: tuple[Identity, ...] = ()
    name: str = ""


def place_of(key: str) -> Place | None:
    """Return where a conversation is, None where its key is none of ours."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    phone, mark, rest = found.groups()
    return Place(phone, group=rest) if mark == "#" else Place(phone, rest)


def scoped(address: str) -> bool:
    """Tell whether an address is a business-scoped user id and no phone number."""
    return _SCOPED.fullmatch(address) is not None


def number_of(found: Found, *keys: str) -> str:
    """Return the first address that is named, a phone number as its digits alone; "" where there is none."""
    for key in keys:
        if address := name_of(found, key).strip():
            return re.sub(r"[^0-9]", "", address) if _PHONE.fullmatch(address) else address
    return ""


def our_number(value: Found) -> str:
    """Return the id of the number of ours that a change is about."""
    metadata = inner(value, "metadata")
    return name_of(metadata, "phone_number_id") or number_of(metadata, "display_phone_number")


def who(address: str, user: str, parent: str, contacts: object, *, alone: bool) -> Who:
    """Return a person by what is said of them here and among the `contacts`; `alone`: the only contact must be them."""
    known = objects(contacts)
    named = {part for part in (address, user) if part}
    fits = [c for c in known if named & {number_of(c, "wa_id"), words(c, "user_id")} - {""}]
    only = known[0] if len(known) == 1 and (alone or not named) else {}
    other = user and words(only, "user_id") not in ("", user)
    contact = fits[0] if fits else {} if other else only
    if scoped(address):
        address, user, parent = ("", user, parent or address) if ".ENT." in address else ("", user or address, parent)
    # Where there is no number, its place may hold the other id once more.
    wa_id, user = number_of(contact, "wa_id"), user or words(contact, "user_id")
    if scoped(wa_id):
        wa_id, user = "", user or wa_id
    parent = parent or words(contact, "parent_user_id")
    handles = ((NUMBER, address), (NUMBER, wa_id), (USER, user), (PARENT, parent))
    identities = tuple(dict.fromkeys(Identity(kind, value) for kind, value in handles if value))
    return Who(address or wa_id or user or parent, identities, called(contact))


def called(contact: Found) -> str:
    """Return what a contact is called."""
    profile = inner(contact, "profile")
    return words(profile, "name") or words(profile, "username") or words(contact, "username")
