"""Who is meant in what WhatsApp tells, and in which dialogue: the same whatever tells of it."""

from __future__ import annotations

from adapters.whatsapp.places import Place, place_of
from inbox.ports.adapter import Identity, Kind
from tests.adapters.whatsapp.said import BSUID, KEY, OTHER, SHEENA, WA, WROTE, all_of, of, said, status


def test_a_dialogue_has_one_key_whatever_tells_of_it() -> None:
    told = [
        said("text", {"body": "hi"}),
        said("reaction", {"message_id": "wamid.Z"}),
        said("edit", {"original_message_id": "wamid.Z", "message": {"type": "text", "text": {"body": "x"}}}),
        said("revoke", {"original_message_id": "wamid.Z"}),
        status("delivered"),
        status("read"),
        of({"message_echoes": [{**WROTE, "from": "15550783881", "to": "+16505551234", "type": "text", "text": {"body": "x"}}]}),
        of({"user_preferences": [{"wa_id": "16505551234", "category": "marketing_messages", "value": "stop"}]}),
        of({"messages": [{**WROTE, "type": "system", "system": {"type": "user_changed_number", "wa_id": "12"}}]}),
        of({"calls": [{"id": "wacid.1", "from": "16505551234", "to": "15550783881", "event": "connect"}]}, "calls"),
    ]  # fmt: skip

    assert {f.conversation_key for f in told} == {KEY}
    assert all(WA in f.identities for f in told)
    assert place_of(KEY) == Place("1065", "16505551234")


def test_whoever_shows_no_number_is_known_by_their_scoped_id() -> None:
    contact = {"profile": {"name": "Sheena", "username": "@sheena"}, "user_id": BSUID, "parent_user_id": "US.ENT.1"}
    without = {key: value for key, value in WROTE.items() if key != "from"}
    ids = (Identity("whatsapp_user", BSUID), Identity("whatsapp_parent", "US.ENT.1"))
    ways = [{**without}, {**without, "from_user_id": BSUID}, {**without, "from": BSUID}]
    for message in ways:
        found = of({"contacts": [contact], "messages": [{**message, "type": "text", "text": {"body": "x"}}]})
        assert (found.conversation_key, found.identities, found.name) == (f"1065/{BSUID}", ids, "Sheena")

    told = of({"statuses": [{"id": "wamid.O", "status": "sent", "timestamp": "1", "recipient_user_id": BSUID}]})
    echo = of({"message_echoes": [{**without, "to_user_id": BSUID, "type": "text", "text": {"body": "x"}}]})
    alone = of({"contacts": [contact], "message_echoes": [{**without, "type": "text", "text": {"body": "x"}}]})
    assert told.conversation_key == echo.conversation_key == alone.conversation_key == f"1065/{BSUID}"


def test_whatever_way_round_two_numbers_are_told_the_customer_is_never_ourselves() -> None:
    us, both = "15550783881", {"from": "16505551234", "to": "15550783881"}
    calls = [{"id": "wacid.1", "event": "connect", "direction": "BUSINESS_INITIATED", **both}]
    calls += [{"id": "wacid.1", "event": "connect", "direction": "USER_INITIATED", "from": us, "to": "16505551234"}]
    told = [of({"calls": [one]}, "calls") for one in calls]
    edit = {"original_message_id": "wamid.Z", "message": {"type": "text", "text": {"body": "x"}}}
    told += [of({"message_echoes": [{**WROTE, **both, "type": "edit", "edit": edit}]}, "smb_message_echoes")]
    said = of({"message_echoes": [{**WROTE, **both, "type": "text", "text": {"body": "x"}}]}, "smb_message_echoes")

    assert {(f.conversation_key, f.identities) for f in (*told, said)} == {(KEY, (WA,))}
    assert said.kind is Kind.MESSAGE


def test_a_scoped_id_in_the_place_of_the_number_is_no_second_handle() -> None:
    for contact in ({"wa_id": BSUID, "user_id": BSUID}, {"wa_id": BSUID}):
        message = {**WROTE, "from": BSUID, "type": "text", "text": {"body": "x"}}
        found = of({"contacts": [contact], "messages": [message]})

        assert found.identities == (Identity("whatsapp_user", BSUID),)
        assert found.conversation_key == f"1065/{BSUID}"


def test_a_contact_has_every_handle_that_is_told_and_a_username_is_a_name_only() -> None:
    contact = {"profile": {"username": "@s"}, "wa_id": "16505551234", "user_id": BSUID, "parent_user_id": "US.ENT.1"}

    found = said("text", {"body": "x"}, contact)

    assert [i.kind for i in found.identities] == ["whatsapp", "whatsapp_user", "whatsapp_parent"]
    assert (found.name, found.conversation_key) == ("@s", KEY)


def test_of_several_contacts_the_one_who_wrote_is_meant() -> None:
    other = {"profile": {"name": "Max"}, "wa_id": "4930"}
    wrote = [{**WROTE, "type": "text", "text": {"body": "a"}}]
    wrote += [{**WROTE, "id": "wamid.B", "from": "4930", "type": "text", "text": {"body": "b"}}]

    found = all_of({"contacts": [other, SHEENA], "messages": wrote})

    assert [(f.name, f.conversation_key) for f in found] == [("Sheena", KEY), ("Max", "1065/4930")]
    stranger = {**WROTE, "from_user_id": OTHER, "from": "77", "type": "text", "text": {"body": "b"}}
    assert of({"contacts": [{**SHEENA, "user_id": BSUID}], "messages": [stranger]}).name == ""


def test_the_same_person_at_two_numbers_of_ours_has_two_dialogues() -> None:
    one = said("text", {"body": "x"})
    two = of({"metadata": {"phone_number_id": "1066"}, "messages": [{**WROTE, "type": "text", "text": {"body": "x"}}]})

    assert (one.conversation_key, two.conversation_key) == (KEY, "1066/16505551234")


def test_a_group_is_one_dialogue_with_several_people() -> None:
    wrote = said("text", {"body": "hallo"}, group_id="Y2Fw")
    read = [
        status("read", recipient_id="Y2Fw", recipient_type="group", recipient_participant_id=who) for who in ("1", "2")
    ]
    left = of(
        {"groups": [{"group_id": "Y2Fw", "type": "group_delete", "timestamp": "1750269342"}]}, "group_lifecycle_update"
    )

    assert {f.conversation_key for f in (wrote, *read, left)} == {"1065#Y2Fw"}
    assert wrote.identities == (WA,)
    assert read[0].dedupe_key != read[1].dedupe_key
    assert (left.kind, left.why) == (Kind.CONVERSATION, "group_delete")
    assert place_of("1065#Y2Fw") == Place("1065", group="Y2Fw")
