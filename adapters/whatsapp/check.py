"""Looks whether a WhatsApp channel is set up well, and says where at Meta what is missing can be put right."""

from __future__ import annotations

from adapters.kit.found import Found, inner, name_of, objects, words
from adapters.kit.graph import Graph, Refusal
from inbox.errors import InboxError, Refused

NEEDED = ("whatsapp_business_messaging", "whatsapp_business_management")
"""Rights without which nothing can be sent, or nothing be looked at."""
FIELDS = "id,verified_name,display_phone_number,quality_rating,status,throughput,webhook_configuration"
FULL = 80
"""Percent of the rate from which it is tight."""

Row = tuple[str, str, str]


async def looked(graph: Graph, channel: str, number: str, business: str, token: str) -> list[Row]:
    """Return a row for all that was looked at; what cannot be asked does not keep the rest from being looked at."""
    rows: list[Row] = []
    try:
        rows += _phone(await _number(graph, number))
    except InboxError as cause:
        mends = isinstance(cause, Refused)
        return [("fail", str(cause), f"inbox channel set {channel} --secret token=-" if mends else "")]
    given: Found = {}
    try:
        given = inner(await graph.read("debug_token", {"input_token": token}), "data")
        rows += _rights(given)
    except InboxError as cause:
        rows.append(("warn", f"rights: {cause}", "developers.facebook.com/tools/debug/accesstoken"))
    rows += await _subscribed(graph, channel, business or _only_business(given), name_of(given, "app_id"))
    rows.append(("warn" if graph.used >= FULL else "ok", f"rate used: {graph.used} %", ""))
    return rows


async def _number(graph: Graph, number: str) -> Found:
    try:
        return await graph.read(number, {"fields": FIELDS})
    except Refusal:
        # Fields come and go with Meta's versions; the usual ones come unasked.
        return await graph.read(number)


def _phone(found: Found) -> list[Row]:
    called = " ".join(part for part in (words(found, "verified_name"), words(found, "display_phone_number")) if part)
    rows: list[Row] = [("ok", called or name_of(found, "id"), "")]
    where = "Meta Business Suite, WhatsApp Manager, Phone numbers"
    state = words(found, "status")
    if state:
        rows.append(
            ("ok" if state == "CONNECTED" else "fail", f"number: {state}", "" if state == "CONNECTED" else where)
        )
    quality = words(found, "quality_rating")
    good = quality in ("", "GREEN", "NA", "UNKNOWN")
    rows.append(("ok" if good else "warn", f"quality: {quality or 'not rated'}", "" if good else where))
    if speed := words(inner(found, "throughput"), "level"):
        rows.append(("ok", f"throughput: {speed}", ""))
    hooks = inner(found, "webhook_configuration")
    hook = next(
        (url for key in ("phone_number", "whatsapp_business_account", "application") if (url := words(hooks, key))), ""
    )
    setup = "developers.facebook.com, your app, WhatsApp, Configuration, Callback URL"
    if "webhook_configuration" not in found:
        return rows
    rows.append(("ok", f"webhook: {hook}", "") if hook else ("fail", "no webhook is set, so nothing comes in", setup))
    return rows


def _rights(given: Found) -> list[Row]:
    scopes = given.get("scopes")
    held = {s for s in scopes if isinstance(s, str)} if isinstance(scopes, list) else set()
    where = "Meta Business Suite, Settings, System users, Generate token"
    rows: list[Row] = []
    if given.get("is_valid") is False:
        rows.append(("fail", "the token does not count any more", where))
    rows += [("ok", right, "") if right in held else ("fail", f"missing right: {right}", where) for right in NEEDED]
    ends = given.get("expires_at")
    if type(ends) is int and ends > 0:
        rows.append(("warn", "the token ends some day; a system user's need not", where))
    return rows


def _only_business(given: Found) -> str:
    """Return the one business account that the token is for, "" where it is for none or several."""
    ids: set[str] = set()
    for scope in objects(given.get("granular_scopes")):
        targets = scope.get("target_ids")
        if words(scope, "scope") == NEEDED[1] and isinstance(targets, list):
            ids |= {name_of({"id": t}, "id") for t in targets}
    found = ids.pop() if len(ids) == 1 else ""
    return found if found.isascii() and found.isdigit() else ""


async def _subscribed(graph: Graph, channel: str, business: str, app: str) -> list[Row]:
    if not business:
        return [("warn", "subscription: not looked at", f"inbox channel set {channel} --set business_account_id=ID")]
    try:
        found = await graph.read(f"{business}/subscribed_apps")
    except InboxError as cause:
        return [("warn", f"subscription: {cause}", "")]
    apps = [inner(a, "whatsapp_business_api_data") for a in objects(found.get("data"))]
    ours = [a for a in apps if not app or name_of(a, "id") == app]
    if ours:
        return [("ok", f"subscribed: {words(ours[0], 'name')}", "")]
    advice = "developers.facebook.com, your app, WhatsApp, Configuration, Webhook fields, messages: Subscribe"
    return [("fail", "the app is not subscribed to the account, so nothing comes in", advice)]
