"""Reads webhooks of a WhatsApp Business account (Graph v25.0), and the answers of its API: pure, never raises.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
A change holds lists of things (messages, statuses, calls …); each is read for itself, so that one costs no other. What
is about no dialogue but about our account is named in `_ACCOUNT`; a field that nobody has heard of is `unknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from adapters.kit.found import Found, digest, inner, moment, name_of, objects, opened, unknown, words
from adapters.kit.graph import said_in
from adapters.whatsapp import reports
from adapters.whatsapp.messages import Saying, said_by, wrong
from adapters.whatsapp.places import Place, Who, number_of, our_number, scoped, who
from inbox.ports.adapter import Incoming, Kind

ENVELOPE = 3
"""How deep webhooks may lie in lists and in `data`."""
OBJECT = "whatsapp_business_account"
_ACCOUNT = frozenset(
    "account_alerts account_review_update account_settings_update account_update automatic_events"
    " business_capability_update business_status_update business_username_update business_username_updates flows"
    " message_template_components_update message_template_quality_update message_template_status_update"
    " partner_solutions payment_configuration_update phone_number_name_update phone_number_quality_update"
    " phone_number_username_update security template_category_update template_correct_category_detection"
    " tracking_events".split()
)
"""Changes of our own account."""
_GROUPS = frozenset(
    "group_lifecycle_update group_participants_update group_participant_update group_settings_update"
    " group_status_update".split()
)


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a payload says: a webhook, a part of one, or an answer of the API."""
    try:
        found = opened(raw)
    except ValueError:
        return [unknown(raw.decode("latin-1"), "this is no JSON")]
    try:
        return list(_unwrapped(found)) or [unknown(found, "it says nothing")]
    # Whatever a payload does to this reader, it must cost this payload only.
    except Exception as cause:
        return [unknown(raw.decode("latin-1"), f"this cannot be read ({type(cause).__name__})")]


def _unwrapped(found: object, depth: int = 0) -> Iterator[Incoming]:
    if isinstance(found, list) and depth < ENVELOPE:
        for one in found:
            yield from _unwrapped(one, depth + 1)
    elif not isinstance(found, dict):
        yield unknown(found, "this is no object")
    elif words(found, "object") not in ("", OBJECT):
        yield unknown(found, f"this is about {words(found, 'object')[:60]}, not about WhatsApp")
    elif isinstance(found.get("entry"), list):
        yield from _entries(found)
    elif isinstance(found.get("changes"), list):
        yield from _entry(found)
    elif isinstance(found.get("value"), dict) and ("field" in found or _lists(inner(found, "value"))):
        yield from _change(found, {})
    elif isinstance(found.get("data"), list) and depth < ENVELOPE:
        yield from _unwrapped(found["data"], depth + 1)
    else:
        yield from _bare(found)


def _entries(found: Found) -> Iterator[Incoming]:
    listed = found["entry"] if isinstance(found["entry"], list) else []
    if not listed:
        yield unknown(found, "this webhook holds no entry")
    for entry in listed:
        if isinstance(entry, dict) and isinstance(entry.get("changes"), list) and entry["changes"]:
            yield from _entry(entry)
        else:
            yield unknown(entry, "an entry without changes")


def _entry(entry: Found) -> Iterator[Incoming]:
    changes = entry["changes"] if isinstance(entry["changes"], list) else []
    for change in changes:
        if not isinstance(change, dict) or not isinstance(change.get("value"), dict):
            yield unknown(change, "a change without a value")
        else:
            yield from _change(change, entry)


def _change(change: Found, entry: Found) -> Iterator[Incoming]:
    value = inner(change, "value")
    # What is said while Meta's own agent holds the dialogue lies one deeper, and is said all the same.
    # https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby
    value = {**value, **inner(value, "standby")}
    field = words(change, "field") or words(value, "field") or words(entry, "field")
    lists = _lists(value)
    for key in lists:
        reader = _older if (field, key) == ("history", "messages") else _READERS[key]
        yield from _each(value.get(key), value, reader)
    if lists:
        return
    try:
        yield from _whole(field, value, entry)
    # Whatever a change does to this reader, it must cost this change only.
    except Exception as cause:
        yield unknown(value, f"this change cannot be read ({type(cause).__name__})")


def _lists(value: Found) -> list[str]:
    """Return which lists of things a change holds."""
    return [key for key in _READERS if isinstance(value.get(key), list) and value[key]]


def _each(items: object, value: Found, reader: Callable[[Found, Found], Iterator[Incoming]]) -> Iterator[Incoming]:
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            yield unknown(item, "this is no object")
            continue
        try:
            yield from list(reader(item, value))
        # Whatever one thing does to this reader, it must cost no other.
        except Exception as cause:
            yield unknown(item, f"this cannot be read ({type(cause).__name__})")


def _whole(field: str, value: Found, entry: Found) -> Iterator[Incoming]:
    """Say what a change says that holds no list of things."""
    errors = wrong(value.get("errors"))
    if field == "messaging_handovers":
        yield reports.handed(value)
    elif field in _GROUPS and name_of(value, "group_id"):
        yield reports.group(value, value)
    elif objects(value.get("contacts")) and not errors:
        yield from _each(value["contacts"], value, lambda found, around: iter([reports.known(found, around)]))
    elif field in _ACCOUNT or errors or (not field and words(value, "event")):
        yield _account(field or "account_update", value, entry, errors)
    else:
        yield unknown(
            {"field": field, "value": value},
            f"a change that is not known: {field[:60]}" if field else "an empty change",
        )


def _account(field: str, value: Found, entry: Found, errors: str = "") -> Incoming:
    at = entry.get("time") if "time" in entry else value.get("timestamp")
    told = ", ".join(_scalars(value))
    said = errors or told
    return Incoming(
        Kind.ACCOUNT,
        f"{field}:{digest(field, value, entry.get('id'), at)}",
        occurred_at=moment(at),
        why=(f"{field}: {said}" if said else field)[:500],
    )


def _scalars(value: Found, depth: int = 0) -> Iterator[str]:
    for key, part in value.items():
        if type(part) in (str, int, float) and key not in ("messaging_product", "field"):
            yield f"{key} {part}"
        elif isinstance(part, dict) and depth < ENVELOPE and key != "metadata":
            yield from _scalars(part, depth + 1)


# --- the things a change may hold


def _message(found: Found, value: Found) -> Iterator[Incoming]:
    if not set(found) - {"id", "message_status", "group_id"} and name_of(found, "id"):
        yield _accepted(found, value)
        return
    ours = number_of(inner(value, "metadata"), "display_phone_number")
    if ours and number_of(found, "from") == ours:
        yield from _echo(found, value)
        return
    yield from said_by(_written(found, value))


def _older(found: Found, value: Found) -> Iterator[Incoming]:
    """Say what a message says whose history was told before without its file."""
    ours = number_of(inner(value, "metadata"), "display_phone_number")
    mine = bool(found.get("to") or found.get("to_user_id")) or number_of(found, "from") == ours
    yield from _echo(found, value) if mine else said_by(replace(_written(found, value), past=True))


def _written(found: Found, value: Found) -> Saying:
    """Return what a customer wrote, with who they are."""
    senders = {number_of(m, "from") or words(m, "from_user_id") for m in objects(value.get("messages"))}
    parent = words(found, "from_parent_user_id")
    person = who(
        number_of(found, "from"), words(found, "from_user_id"), parent, value.get("contacts"), alone=len(senders) == 1
    )
    place = Place(our_number(value), person.contact, name_of(found, "group_id"))
    return Saying(found, place, person, errors=wrong(value.get("errors")))


def _echo(found: Found, value: Found) -> Iterator[Incoming]:
    # While another holds the dialogue, what was sent is told as it was given to the API.
    found = {**found, **inner(found, "message")}
    ours = number_of(inner(value, "metadata"), "display_phone_number")
    if ours and number_of(found, "to") == ours != number_of(found, "from"):
        # Nobody echoes what is sent to us: the customer wrote it.
        yield from said_by(_written(found, value))
        return
    user, parent = words(found, "to_user_id"), words(found, "to_parent_user_id")
    person = who(number_of(found, "to", "recipient_id"), user, parent, value.get("contacts"), alone=False)
    place = Place(our_number(value), person.contact, name_of(found, "group_id"))
    yield from said_by(Saying(found, place, person, ours=True))


def _status(found: Found, value: Found) -> Iterator[Incoming]:
    about = {number_of(s, "recipient_id") or words(s, "recipient_user_id") for s in objects(value.get("statuses"))}
    yield reports.status(found, value, alone=len(about) == 1)


def _accepted(found: Found, value: Found) -> Incoming:
    contact = next(iter(objects(value.get("contacts"))), {})
    address = number_of(contact, "wa_id") or ("" if scoped(words(contact, "input")) else number_of(contact, "input"))
    user = words(contact, "user_id") or (words(contact, "input") if scoped(words(contact, "input")) else "")
    person = who(address, user, words(contact, "parent_user_id"), [], alone=False)
    id, said = name_of(found, "id"), words(found, "message_status")
    return Incoming(
        Kind.DELIVERY,
        f"status:{id}:accepted",
        Place(our_number(value), person.contact, name_of(found, "group_id")).key,
        target_id=id,
        identities=person.identities,
        state="sent" if said in ("", "accepted") else "",
        why=said,
    )


def _history(found: Found, value: Found) -> Iterator[Incoming]:
    if errors := wrong(found.get("errors")):
        yield _account("history", {**found, "metadata": value.get("metadata")}, {}, errors)
    for thread in objects(found.get("threads")):
        context = inner(thread, "context")
        address, user = number_of(thread, "id") or number_of(context, "wa_id"), words(context, "user_id")
        person = who(address, user, words(context, "parent_user_id"), value.get("contacts"), alone=False)
        person = person._replace(name=person.name or words(context, "name") or words(context, "username"))
        yield from _each(thread.get("messages"), value, _told_later(person))


def _told_later(person: Who) -> Callable[[Found, Found], Iterator[Incoming]]:
    def read(found: Found, value: Found) -> Iterator[Incoming]:
        ours = number_of(inner(value, "metadata"), "display_phone_number")
        sender, user = number_of(found, "from"), words(found, "from_user_id")
        theirs = {identity.value for identity in person.identities}
        mine = bool(found.get("to") or found.get("to_user_id")) or sender in (ours, our_number(value))
        mine = mine or bool((sender or user) and not {sender, user} & theirs)
        place = Place(our_number(value), person.contact)
        yield from said_by(Saying(found, place, person, ours=mine, past=True))

    return read


def _one(reader: Callable[[Found, Found], Incoming]) -> Callable[[Found, Found], Iterator[Incoming]]:
    return lambda found, value: iter([reader(found, value)])


_READERS: dict[str, Callable[[Found, Found], Iterator[Incoming]]] = {
    "messages": _message,
    "message_echoes": _echo,
    "smb_message_echoes": _echo,
    "statuses": _status,
    "calls": _one(reports.call),
    "groups": _one(reports.group),
    "user_preferences": _one(reports.preference),
    "user_id_update": _one(reports.renamed),
    "user_actions": _one(reports.acted),
    "state_sync": _one(reports.listed),
    "history": _history,
}


# --- what came without what belongs around it


def _bare(found: Found) -> Iterator[Incoming]:
    """Say what a part of a webhook says, or an answer of the API."""
    if _lists(found) or (words(found, "messaging_product") and objects(found.get("contacts"))):
        yield from _change({"value": found}, {})
    elif "error" in found:
        said = said_in(found)
        yield unknown(found, f"this is an answer, no event: {said.words}" if said else "this is an answer, no event")
    elif words(found, "status") and name_of(found, "id") and ("recipient_id" in found or "timestamp" in found):
        yield from _each([found], {"statuses": [found]}, _status)
    elif name_of(found, "id") and words(found, "type") and ("from" in found or "timestamp" in found):
        yield from _each([found], {"messages": [found]}, _echo if "to" in found else _message)
    elif name_of(found, "message_id") and isinstance(found.get("events"), dict):
        yield from _looked_up(found)
    elif words(found, "display_phone_number") and name_of(found, "id"):
        yield _account("phone_number", found, {})
    elif words(found, "subject") and name_of(found, "id"):
        yield reports.group({**found, "group_id": found["id"], "type": "group"}, {})
    else:
        yield unknown(found, "this is no webhook of WhatsApp")


def _looked_up(found: Found) -> Iterator[Incoming]:
    """Say what the API's message history says became of a message."""
    for event in objects(inner(found, "events").get("data")):
        said = {
            "id": found["message_id"],
            "status": words(event, "delivery_status"),
            "timestamp": event.get("timestamp"),
        }
        yield reports.status(said, {}, alone=False)
