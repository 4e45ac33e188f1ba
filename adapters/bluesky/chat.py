"""Reads what is said in private: conversations, messages and the log of Bluesky's chat (chat.bsky.convo.defs).

Messages are never edited, and a deletion deletes for oneself only. What the log tells of reading is our own reading on
another device; nobody learns whether the other side has read. A `rev` orders the log and is no time.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.bluesky.content import attachments, text
from adapters.bluesky.side import Side, called, dids, identities
from adapters.kit.found import Found, digest, inner, objects, stamp, unknown, words
from inbox.ports.adapter import Incoming, Kind, Window

_LOCKED = ("locked", "locked-permanently")
_HAPPENED = {
    "logBeginConvo": "", "logAcceptConvo": "", "logLeaveConvo": Window.CLOSED, "logMuteConvo": "", "logUnmuteConvo": "",
    "logAddMember": "", "logRemoveMember": "", "logMemberJoin": "", "logMemberLeave": "", "logLockConvo": Window.CLOSED,
    "logUnlockConvo": Window.OPEN, "logLockConvoPermanently": Window.CLOSED, "logEditGroup": "", "logCreateJoinLink": "",
    "logEditJoinLink": "", "logEnableJoinLink": "", "logDisableJoinLink": "", "logIncomingJoinRequest": "",
    "logApproveJoinRequest": "", "logRejectJoinRequest": "", "logOutgoingJoinRequest": "",
    "logWithdrawIncomingJoinRequest": "", "logWithdrawOutgoingJoinRequest": "", "logReadJoinRequests": "",
}  # fmt: skip
"""What may happen to a conversation, and how it can be answered from then on where that changes."""
_SYSTEM = {"LockConvo": Window.CLOSED, "LockConvoPermanently": Window.CLOSED, "UnlockConvo": Window.OPEN}


def short(type: str) -> str:
    """Return the last part of a type's name: chat.bsky.convo.defs#logBeginConvo is logBeginConvo."""
    return type.rpartition("#")[2]


def in_convo(found: Found, side: Side) -> Side:
    """Return the side with the conversation that an object names, and its members where it shows them."""
    convo = words(found, "convoId") or side.convo
    return replace(side, convo=convo, members=dids(found.get("members")) or side.members)


# --- conversations


def convo(found: Found, side: Side) -> list[Incoming]:
    """Say what a conversation is, and what was said last in it (convoView)."""
    id, members = words(found, "id"), objects(found.get("members"))
    side = replace(side, convo=id, members=dids(members))
    group = inner(found, "kind")
    others = [m for m in members if words(m, "did") != side.ours] if side.ours else members
    locked = words(group, "lockStatus") in _LOCKED
    blocked = any(
        inner(m, "viewer").get("blockedBy") is True or bool(words(inner(m, "viewer"), "blocking")) for m in others
    )
    window = Window.CLOSED if locked else Window.BLOCKED if blocked and not words(group, "name") else ""
    state = [words(found, "status"), "muted" if found.get("muted") is True else "", words(group, "lockStatus")]
    said = [
        Incoming(
            Kind.CONVERSATION,
            f"convo:{id}:{words(found, 'rev') or digest(found)}",
            id,
            identities=tuple(i for m in others for i in identities(words(m, "did"))),
            name=words(group, "name") or ", ".join(n for m in others if (n := called(m))),
            why=" ".join(part for part in state if part) or "conversation",
            window=window,
        )
    ]
    if last := inner(found, "lastMessage"):
        said += message(last, side)
    if reacted := inner(found, "lastReaction"):
        said += message_and_reaction(reacted, side)
    return said


def answered(found: Found, side: Side) -> list[Incoming]:
    """Say what an answer that only names a conversation tells: that it was accepted, or left."""
    id, rev = words(found, "convoId"), words(found, "rev")
    why = "left or accepted" if rev else "accepted"
    return [Incoming(Kind.CONVERSATION, f"answer:{id}:{rev}", id, why=why)]


# --- messages


def message(found: Found, side: Side) -> list[Incoming]:
    """Say what a message says, with the reactions to it; also one that was deleted, or that the chat itself wrote."""
    type, id = short(words(found, "$type")), words(found, "id")
    if not id:
        return [unknown(found, "a message without a number")]
    if type == "systemMessageView" or "data" in found:
        return [_system(found, id, side)]
    sender = words(inner(found, "sender"), "did")
    ours = side.wrote or (bool(sender) and sender == side.ours)
    whom = side.other(sender if side.wrote else "") if ours else sender
    if type == "deletedMessageView" or "text" not in found:
        return [Incoming(Kind.DELETE, f"delete:{id}", side.convo, target_id=id, identities=identities(whom))]
    said = Incoming(
        Kind.ECHO if ours else Kind.MESSAGE,
        f"dm:{id}",
        side.convo,
        stamp(found.get("sentAt")),
        id,
        identities=identities(whom),
        name=side.names.get(whom, ""),
        text=text(found),
        attachments=attachments({}, inner(found, "embed"), sender),
        reply_to=words(inner(found, "replyTo"), "id") or words(inner(found, "replyTo"), "messageId"),
    )
    return [said, *(_reaction(r, id, side) for r in objects(found.get("reactions")))]


def _system(found: Found, id: str, side: Side) -> Incoming:
    told = inner(found, "data")
    what = short(words(told, "$type")).removeprefix("systemMessageData")
    about = words(inner(told, "member"), "did")
    more = side.names.get(about, about) or words(told, "newName")
    return Incoming(
        Kind.CONVERSATION,
        f"system:{id}",
        side.convo,
        stamp(found.get("sentAt")),
        id,
        identities=identities(about),
        name=side.names.get(about, ""),
        why=f"{what} {more}".strip() or "system message",
        window=_SYSTEM.get(what, ""),
    )


def message_and_reaction(found: Found, side: Side) -> list[Incoming]:
    """Say what a message and one reaction to it say (messageAndReactionView)."""
    about = inner(found, "message")
    said = message(about, side)
    reaction = _reaction(inner(found, "reaction"), words(about, "id"), side)
    return said if any(s.dedupe_key == reaction.dedupe_key for s in said) else [*said, reaction]


def _reaction(found: Found, target: str, side: Side, taken_back: str = "") -> Incoming:
    did, value = words(inner(found, "sender"), "did"), words(found, "value")
    if not target or not did:
        return unknown([found, target], "a reaction to no message, or by nobody")
    at = words(found, "createdAt")
    return Incoming(
        Kind.REACTION,
        f"unreaction:{target}:{did}:{value}:{taken_back}" if taken_back else f"reaction:{target}:{did}:{value}:{at}",
        side.convo,
        stamp(at),
        target_id=target,
        identities=identities(did),
        name=side.names.get(did, ""),
        text="" if taken_back else value,
        why=f"{value} taken back" if taken_back else "",
    )


# --- the log


def logged(found: Found, side: Side) -> list[Incoming]:
    """Say what an entry of the log says (chat.bsky.convo.getLog)."""
    name, rev = short(words(found, "$type")), words(found, "rev")
    side, about = in_convo(found, side), inner(found, "message")
    key = f"log:{side.convo}:{rev or digest(found)}:{name}"
    if name == "logCreateMessage":
        # Nobody can write who has blocked us, and in a locked group nobody can write at all.
        return [replace(s, window=Window.OPEN) if s.kind is Kind.MESSAGE else s for s in message(about, side)]
    if name == "logDeleteMessage":
        gone = {**about, "$type": "chat.bsky.convo.defs#deletedMessageView"}
        return message(gone, side)
    if name == "logAddReaction":
        return [_reaction(inner(found, "reaction"), words(about, "id"), side)]
    if name == "logRemoveReaction":
        return [_reaction(inner(found, "reaction"), words(about, "id"), side, rev or digest(found))]
    if name in ("logReadMessage", "logReadConvo"):
        return [Incoming(Kind.RECEIPT, key, side.convo, target_id=words(about, "id"), why="read by ourselves")]
    if name not in _HAPPENED:
        return [unknown(found, f"an entry of the log that is not known: {name[:60]}")]
    if about:
        said = _system(about, words(about, "id") or key, side)
        return [replace(said, why=name if said.why == "system message" else said.why, window=_HAPPENED[name])]
    member = inner(found, "member")
    return [
        Incoming(
            Kind.CONVERSATION,
            key,
            side.convo,
            identities=identities(words(member, "did")) or identities(side.other()),
            name=called(member) or side.names.get(side.other(), ""),
            why=name,
            window=_HAPPENED[name],
        )
    ]
