"""What of the inbox each command looks at: it is loaded before its rule decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from inbox.domain import commands as c
from inbox.domain.commands import Command
from inbox.errors import Refused
from inbox.ports.store import Unit


async def load(unit: Unit, command: Command, by: str) -> Command:
    """Load what the rule will look at; name what "my latest" means."""
    if getattr(command, "template", 0):
        await unit.load_routine()
    load = _LOADS.get(type(command))
    if load is not None:
        return await load(unit, command, by)
    if (conversation := getattr(command, "conversation", None)) is not None:
        await unit.load_dialogue(conversation)
    elif (message := getattr(command, "message", None)) is not None:
        await unit.load_message(message)
    elif (request := getattr(command, "request", None)) is not None:
        await unit.load_request(request)
        await unit.load_hours()
    return command


async def _ask(unit: Unit, command: c.Ask, by: str) -> Command:
    await unit.load_hours()
    await unit.load_dialogue(command.conversation)
    await unit.load_messages(command.show or ())
    return command


async def _reuse(unit: Unit, command: c.Reuse, by: str) -> Command:
    await unit.load_dialogue(command.conversation)
    await unit.load_request(command.request)
    return command


async def _known(unit: Unit, command: c.MarkOutdated | c.MarkCurrent, by: str) -> Command:
    await unit.load_request(command.request)
    request = unit.picture.requests.get(command.request)
    if request is not None and request.source:
        await unit.load_request(request.source)
    if request is not None and isinstance(command, c.MarkOutdated):
        await unit.load_carrying((request.source or request.id, request.id))
    return command


async def _letter(unit: Unit, command: c.EndLetter, by: str) -> Command:
    await unit.load_letter(command.letter)
    return command


async def _reply(unit: Unit, command: c.Reply, by: str) -> Command:
    await unit.load_dialogue(command.conversation)
    await unit.load_cards(command.knew or ())
    if command.canned:
        await unit.load_rising()
    return command


async def _cards(unit: Unit, command: c.PublishGoal | c.PublishGuideline | c.EndCard, by: str) -> Command:
    await unit.load_cards()
    return command


async def _see(unit: Unit, command: c.See, by: str) -> Command:
    await unit.load_conversations([command.conversation])
    await unit.load_seen(command.conversation, by)
    return command


async def _take_back(unit: Unit, command: c.TakeBack, by: str) -> Command:
    id = command.message if command.message is not None else await unit.latest_reply(by)
    if id is None:
        raise Refused("You have no reply here that could be taken back.")
    await unit.load_message(id)
    await unit.load_put_away(id)
    return replace(command, message=id)


async def _undo_move(unit: Unit, command: c.UndoMove, by: str) -> Command:
    id = command.move if command.move is not None else await unit.latest_move(by)
    if id is None:
        raise Refused("You have moved nothing that could be taken back.")
    await unit.load_move(id)
    return replace(command, move=id)


async def _assign_all(unit: Unit, command: c.AssignAll, by: str) -> Command:
    await unit.load_owned(command.of)
    return command


async def _many(unit: Unit, command: c.AssignMany | c.SnoozeMany | c.TagMany, by: str) -> Command:
    await unit.load_conversations(command.conversations)
    return command


async def _dialogues(unit: Unit, command: c.CloseMany, by: str) -> Command:
    await unit.load_conversations(command.conversations)
    for id in command.conversations:
        await unit.load_requests_of(id)
    return command


async def _person(unit: Unit, command: c.SetPerson | c.RemovePerson, by: str) -> Command:
    await unit.load_owned(command.name, closed=True)
    await unit.load_access(command.name)
    await unit.load_routine()
    return command


async def _remove_department(unit: Unit, command: c.RemoveDepartment, by: str) -> Command:
    await unit.load_pending_of(command.name)
    return command


async def _remove_channel(unit: Unit, command: c.RemoveChannel, by: str) -> Command:
    await unit.load_any_of_channel(command.name)
    await unit.load_letters_out()
    return command


async def _set_channel(unit: Unit, command: c.SetChannel, by: str) -> Command:
    await unit.load_letters_out()
    return command


async def _pair(unit: Unit, command: c.LinkContacts | c.DismissLink, by: str) -> Command:
    await unit.load_pair(command.a, command.b)
    return command


async def _unlink(unit: Unit, command: c.UnlinkContacts, by: str) -> Command:
    if command.between is not None:
        await unit.load_pair(*command.between)
    elif command.link is not None:
        await unit.load_link(command.link)
    return command


async def _access(unit: Unit, command: c.SetPassword | c.SetLogin, by: str) -> Command:
    await unit.load_access(command.person)
    return command


async def _mentions(unit: Unit, command: c.SeeMentions, by: str) -> Command:
    await unit.load_mentions(by)
    return command


async def _warn(unit: Unit, command: c.Warn, by: str) -> Command:
    await unit.load_conversations([command.conversation])
    await unit.load_routine()
    await unit.load_targets((command.conversation,))
    return command


async def _routine(unit: Unit, command: Command, by: str) -> Command:
    await unit.load_routine()
    return command


async def _token(unit: Unit, command: c.RevokeToken, by: str) -> Command:
    await unit.load_token(command.token)
    return command


async def _ability(unit: Unit, command: c.SetAbility | c.ContestAbility, by: str) -> Command:
    await unit.load_abilities(command.name if isinstance(command, c.SetAbility) else by)
    return command


async def _sign(unit: Unit, command: c.Approve | c.Refuse | c.Stop, by: str) -> Command:
    await unit.load_message(command.message)
    if (message := unit.picture.messages.get(command.message)) is not None:
        await unit.load_cards(message.under)
    await _abilities_of(unit, by)
    return command


async def _need(unit: Unit, command: c.SetNeed, by: str) -> Command:
    await unit.load_conversations([command.conversation])
    await unit.load_needs(command.conversation)
    return command


async def _need_rules(unit: Unit, command: c.SetNeedRules, by: str) -> Command:
    await unit.load_need_rules()
    return command


async def _absence(unit: Unit, command: c.EndAbsence, by: str) -> Command:
    await unit.load_absence(command.absence)
    return command


async def _turn(unit: Unit, command: c.TurnAbsence, by: str) -> Command:
    """Load an absence, and what those of the person's departments owe."""
    await unit.load_absence(command.absence)
    absence = unit.picture.absences.get(command.absence)
    away = unit.picture.people.get(absence.person) if absence is not None and not absence.begun else None
    for department in sorted(away.departments if away else ()):
        await unit.load_pending_of(department)
    await unit.load_conversations([r.conversation for r in unit.picture.requests.values()])
    return command


async def _storm(unit: Unit, command: c.LeadStorm | c.StateStorm | c.EndStorm | c.CalmStorm, by: str) -> Command:
    await unit.load_storm(command.storm)
    return command


async def _statement(unit: Unit, command: c.ReleaseStatement, by: str) -> Command:
    await unit.load_storm(command.storm)
    await _abilities_of(unit, by)
    return command


async def _abilities_of(unit: Unit, by: str) -> None:
    person = unit.picture.people.get(by)
    for holder in (by, *(person.departments if person else ())):
        await unit.load_abilities(holder)


async def _group(unit: Unit, command: c.GroupStorm, by: str) -> Command:
    await unit.load_storm(command.storm)
    await unit.load_conversations((*command.add, *command.remove))
    return command


async def _gather(unit: Unit, command: c.RaiseStorm | c.JoinStorm, by: str) -> Command:
    await unit.load_storm(command.of if isinstance(command, c.RaiseStorm) else command.storm)
    await unit.load_conversations(command.conversations)
    return command


async def _freeze(unit: Unit, command: c.FreezeSending, by: str) -> Command:
    await unit.load_storm(command.storm)
    return command


async def _unfreeze(unit: Unit, command: c.UnfreezeSending, by: str) -> Command:
    await unit.load_frozen()
    return command


async def _watch(unit: Unit, command: c.SetStormWatch, by: str) -> Command:
    await unit.load_watch()
    return command


_LOADS: dict[type[Command], Callable[[Unit, Any, str], Awaitable[Command]]] = {
    c.Ask: _ask,
    c.Reuse: _reuse,
    c.MarkOutdated: _known,
    c.MarkCurrent: _known,
    c.EndLetter: _letter,
    c.Reply: _reply,
    c.PublishGoal: _cards,
    c.PublishGuideline: _cards,
    c.EndCard: _cards,
    c.See: _see,
    c.TakeBack: _take_back,
    c.UndoMove: _undo_move,
    c.AssignAll: _assign_all,
    c.AssignMany: _many,
    c.CloseMany: _dialogues,
    c.SnoozeMany: _many,
    c.TagMany: _many,
    c.SetPerson: _person,
    c.RemovePerson: _person,
    c.RemoveDepartment: _remove_department,
    c.RemoveChannel: _remove_channel,
    c.SetChannel: _set_channel,
    c.LinkContacts: _pair,
    c.DismissLink: _pair,
    c.UnlinkContacts: _unlink,
    c.SetPassword: _access,
    c.SetLogin: _access,
    c.RevokeToken: _token,
    c.SetTemplate: _routine,
    c.RemoveTemplate: _routine,
    c.KeepView: _routine,
    c.ForgetView: _routine,
    c.SeeMentions: _mentions,
    c.SetHours: _routine,
    c.RemoveHours: _routine,
    c.Warn: _warn,
    c.SetRule: _routine,
    c.SwitchRule: _routine,
    c.RemoveRule: _routine,
    c.Approve: _sign,
    c.Refuse: _sign,
    c.Stop: _sign,
    c.SetAbility: _ability,
    c.ContestAbility: _ability,
    c.SetNeed: _need,
    c.SetNeedRules: _need_rules,
    c.EndAbsence: _absence,
    c.TurnAbsence: _turn,
    c.LeadStorm: _storm,
    c.StateStorm: _storm,
    c.ReleaseStatement: _statement,
    c.EndStorm: _storm,
    c.CalmStorm: _storm,
    c.GroupStorm: _group,
    c.RaiseStorm: _gather,
    c.JoinStorm: _gather,
    c.FreezeSending: _freeze,
    c.UnfreezeSending: _unfreeze,
    c.SetStormWatch: _watch,
}
