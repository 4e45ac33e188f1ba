"""Reads what WhatsApp reports beside messages: what became of ours, calls, groups, contacts and their wishes.

A status read or played is a receipt, for the contact did something; sent, delivered and failed are deliveries.
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
"""

from __future__ import annotations

from dataclasses import replace

from adapters.kit.found import Found, digest, inner, moment, name_of, objects, unknown, words
from adapters.kit.graph import Trouble, said_in, trouble
from adapters.whatsapp.messages import wrong
from adapters.whatsapp.places import NUMBER, PARENT, USER, Place, Who, number_of, our_number, who
from inbox.ports.adapter import Identity, Incoming, Kind, Window

_STATES = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
    "error": "failed",
    "accepted": "",
    "pending": "",
    "warning": "",
    "deleted": "",
}
"""What each is of what we know; what changes nothing is ""."""


def recipient(found: Found, contacts: object, *, alone: bool) -> Who:
    """Return whom a status is about: in a group one of its members."""
    if name_of(found, "group_id") or words(found, "recipient_type") == "group":
        address = number_of(found, "recipient_participant_id", "participant_recipient_id")
        user = words(found, "recipient_participant_user_id")
        parent = words(found, "recipient_participant_parent_user_id")
    else:
        address = number_of(found, "recipient_id") or number_of(inner(found, "message"), "recipient_id")
        user = words(found, "recipient_user_id")
        parent = words(found, "parent_recipient_user_id") or words(found, "recipient_parent_user_id")
    return who(address, user, parent, contacts, alone=alone)


def status(found: Found, value: Found, *, alone: bool) -> Incoming:
    """Say what became of a message, a call or a payment."""
    person = recipient(found, value.get("contacts"), alone=alone)
    group = name_of(found, "group_id")
    if not group and words(found, "recipient_type") == "group":
        group = name_of(found, "recipient_id")
    place = Place(our_number(value), person.contact, group)
    id, said, of = name_of(found, "id"), words(found, "status").lower(), words(found, "type")
    if not id or not said:
        return unknown(found, "a status that names no message" if said else "a status that says nothing")
    if of not in ("", "message", "template") or id.startswith("wacid."):
        return _around(
            found, place, person, f"{of or 'call'} {said}", f"{of}:{id}:{said}:{digest(found.get('payment'))}"
        )
    if said not in _STATES:
        return replace(
            unknown(found, f"a status that is not known: {said[:60]}"), conversation_key=place.key, target_id=id
        )
    state = _STATES[said]
    kind = Kind.DELETE if said == "deleted" else Kind.RECEIPT if state == "read" else Kind.DELIVERY
    errors = objects(found.get("errors"))
    gone = any((e := said_in(one)) and trouble(e.code) is Trouble.GONE and e.code == 131026 for one in errors)
    return Incoming(
        kind,
        f"status:{id}:{said}" + (f":{person.contact}" if group else ""),
        place.key,
        moment(found.get("timestamp")),
        target_id=id,
        identities=person.identities,
        name=person.name,
        token=words(found, "biz_opaque_callback_data"),
        state="" if kind is Kind.DELETE else state,
        why=wrong(errors) or ("" if state else said),
        window=Window.BLOCKED if gone else "",
    )


def _around(found: Found, place: Place, person: Who, why: str, key: str) -> Incoming:
    errors = wrong(found.get("errors"))
    return Incoming(
        Kind.CONVERSATION,
        key,
        place.key,
        moment(found.get("timestamp")),
        name_of(found, "id"),
        identities=person.identities,
        name=person.name,
        why=f"{why}: {errors}" if errors else why,
    )


def call(found: Found, value: Found) -> Incoming:
    """Say what became of a call."""
    side, other = ("to", "from") if words(found, "direction") == "BUSINESS_INITIATED" else ("from", "to")
    ours = number_of(inner(value, "metadata"), "display_phone_number")
    if ours and number_of(found, side) == ours != number_of(found, other):
        # Some calls of ours name the two the other way round.
        side = other
    person = who(
        number_of(found, side),
        words(found, f"{side}_user_id"),
        words(found, f"{side}_parent_user_id"),
        value.get("contacts"),
        alone=True,
    )
    given = found.get("status")
    ended = " ".join(s for s in given if isinstance(s, str)) if isinstance(given, list) else words(found, "status")
    why = " ".join(part for part in ("call", words(found, "event"), ended) if part)
    id = name_of(found, "id") or digest(found)
    return _around(found, Place(our_number(value), person.contact), person, why, f"call:{id}:{why}")


def group(found: Found, value: Found) -> Incoming:
    """Say what happened to a group; its people are those who came, went or asked to."""
    id = name_of(found, "group_id")
    if not id:
        return unknown(found, "a change of no group")
    people = [found] if number_of(found, "wa_id") or words(found, "user_id") else []
    for key in ("added_participants", "removed_participants", "failed_participants", "participants"):
        people += objects(found.get(key))
    handles = (h for p in people for h in _handles(p))
    return Incoming(
        Kind.CONVERSATION,
        f"group:{id}:{digest(found)}",
        Place(our_number(value), group=id).key,
        moment(found.get("timestamp")),
        identities=tuple(dict.fromkeys(handles)),
        name=words(found, "subject"),
        text=words(found, "description"),
        why=" ".join(p for p in (words(found, "type"), words(found, "reason"), wrong(found.get("errors"))) if p),
    )


def _handles(found: Found) -> tuple[Identity, ...]:
    address, user = number_of(found, "wa_id"), words(found, "user_id")
    # What was typed in to name somebody counts where WhatsApp says nothing better.
    if not address and not user:
        address = number_of(found, "input")
    return who(address, user, words(found, "parent_user_id"), [], alone=False).identities


def preference(found: Found, value: Found) -> Incoming:
    """Say what a contact wants to receive."""
    person = _person(found, value)
    place = Place(our_number(value), person.contact)
    why = ": ".join(part for part in (words(found, "category"), words(found, "value")) if part)
    return _contact(found, place, person, f"preference:{digest(place.key, found)}", words(found, "detail"), why)


def renamed(found: Found, value: Found) -> Incoming:
    """Say that a contact has another business-scoped id."""
    own, house = inner(found, "user_id"), inner(found, "parent_user_id")
    handles = [(NUMBER, number_of(found, "wa_id"))]
    handles += [(USER, name_of(own, key)) for key in ("current", "previous")]
    handles += [(PARENT, name_of(house, key)) for key in ("current", "previous")]
    identities = tuple(Identity(kind, id) for kind, id in handles if id)
    # The dialogue was held under the old name.
    contact = number_of(found, "wa_id") or name_of(own, "previous") or name_of(own, "current")
    person = who(number_of(found, "wa_id"), name_of(own, "current"), "", value.get("contacts"), alone=False)
    place = Place(our_number(value), contact)
    known = Who(contact, identities, person.name)
    return _contact(
        found, place, known, f"renamed:{digest(place.key, found)}", words(found, "detail"), "user_id_update"
    )


def listed(found: Found, value: Found) -> Incoming:
    """Say what the address book of the WhatsApp Business app says of a contact."""
    entry, action = inner(found, "contact"), words(found, "action")
    address = number_of(entry, "phone_number", "wa_id") or number_of(found, "phone_number")
    person = who(address, words(entry, "user_id"), words(entry, "parent_user_id"), [], alone=False)
    name = words(entry, "full_name") or words(entry, "first_name") or words(entry, "username")
    place = Place(our_number(value), person.contact)
    stamp = {"timestamp": inner(found, "metadata").get("timestamp") or found.get("timestamp")}
    return _contact(
        stamp, place, person._replace(name=name), f"listed:{digest(place.key, found)}", "", f"contact {action}".strip()
    )


def known(found: Found, value: Found) -> Incoming:
    """Say what is told of a contact without anything happening."""
    person = who(
        number_of(found, "wa_id"), words(found, "user_id"), words(found, "parent_user_id"), [found], alone=True
    )
    place = Place(our_number(value), person.contact)
    return _contact(found, place, person, f"contact:{digest(place.key, found)}", "", "contact")


def _person(found: Found, value: Found) -> Who:
    return who(
        number_of(found, "wa_id"),
        words(found, "user_id"),
        words(found, "parent_user_id"),
        value.get("contacts"),
        alone=False,
    )


def _contact(found: Found, place: Place, person: Who, key: str, said: str, why: str) -> Incoming:
    return Incoming(
        Kind.CONTACT,
        key,
        place.key,
        moment(found.get("timestamp")),
        identities=person.identities,
        name=person.name,
        text=said,
        why=why,
    )


def acted(found: Found, value: Found) -> Incoming:
    """Say what a contact did with a message of ours: a link that was followed."""
    person = who(number_of(found, "wa_id"), words(found, "user_id"), "", value.get("contacts"), alone=True)
    place = Place(our_number(value), person.contact)
    did = words(found, "action_type") or "user action"
    return _around({**found, "id": ""}, place, person, did, f"acted:{digest(place.key, found)}")


def handed(value: Found) -> Incoming:
    """Say that another program took a dialogue over, or gave it back."""
    sender = inner(value, "sender")
    person = who(
        number_of(sender, "phone_number", "wa_id"), words(sender, "user_id"), words(sender, "parent_user_id"),
        value.get("contacts"), alone=True,
    )  # fmt: skip
    ours = our_number(value) or name_of(inner(value, "recipient"), "phone_number_id")
    did = next((key for key in value if key.startswith("control_") or key.endswith("_control")), "handover")
    return _around(value, Place(ours, person.contact), person, did, f"handover:{digest(value)}")
