"""Writing commands: they act with their person's rights, once per key, and print what they made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.conftest import Shell


def deliveries(shell: Shell, id: str) -> list[tuple[str, str | None]]:
    """What stands in a conversation: (text, delivery) of our messages."""
    return [(m["text"], m["delivery"]) for m in shell("show", id, "--json").json["messages"] if m["direction"] == "out"]


def test_taking_and_releasing_changes_the_owner(shell: Shell) -> None:
    id = shell.conversation(owner=None)["id"]

    assert shell("take", id).out == f"You own conversation {id}.\n"
    assert shell.conversation(id=id)["owner"] == "anna"
    assert shell("release", id).code == 0
    assert shell.conversation(id=id)["owner"] is None


def test_taking_what_a_colleague_owns_is_refused_with_the_rules_sentence(shell: Shell) -> None:
    id = shell.conversation(owner="jonas")["id"]

    said = shell("take", id)

    assert said.code == 1
    assert "jonas" in said.err
    assert "Traceback" not in said.err


def test_a_lead_assigns_with_a_handover_line(shell: Shell) -> None:
    id = shell.conversation(owner=None)["id"]

    assert shell("assign", id, "jonas", "--note", "please call", as_="lea").code == 0
    thread = shell("show", id, "--json").json

    assert thread["owner"] == "jonas"
    assert any("please call" in note["text"] for note in thread["notes"])


def test_everything_of_one_person_moves_to_another_and_back(shell: Shell) -> None:
    before = shell("ls", "--owner", "jonas", "--quiet", as_="lea").lines

    said = shell("assign", "--all-of", "jonas", "--to", "anna", as_="lea")
    assert (said.code, said.err) == (0, "")
    moved = {row["id"] for row in shell("ls", "--owner", "anna", "--json").json["items"]}
    undone = shell("undo", "--json", as_="lea").json

    assert set(before) - moved == {shell.conversation(state="closed")["id"]}
    assert f"now: {undone['conversations']};" in said.out
    assert undone == {"undone": "move", "what": "owner", "conversations": len(before) - 1}
    assert sorted(shell("ls", "--owner", "jonas", "--quiet").lines) == sorted(before)


def test_whoever_leads_some_channels_is_told_how_many_moved_and_that_the_rest_stays(shell: Shell) -> None:
    rows = shell("ls", "--owner", "jonas", "--json", as_="lea").json["items"]
    here = next(r["channel"] for r in rows if r["state"] != "closed")
    own = [r for r in rows if r["channel"] == here and r["state"] != "closed"]
    shell("person", "add", "lex", "--role", "lead", "--channel", here, as_="lea")

    said = shell("assign", "--all-of", "jonas", "--to", "anna", as_="lex")
    assert (said.out, said.err) == (
        f"Of jonas with anna now: {len(own)}; inbox --as lex undo takes it back.\n",
        "What lies on channels that you do not see stays with jonas.\n",
    )
    shell("undo", as_="lex")
    told = shell("assign", "--all-of", "jonas", "--to", "anna", "--json", as_="lex").json
    assert (told["moved"], told["unseen_stays"]) == (len(own), True)


def test_assign_wants_one_conversation_or_everything_of_one_person(shell: Shell) -> None:
    assert shell("assign", "5").code == 2
    assert shell("assign", "--all-of", "anna").code == 2
    assert shell("assign", "5", "jonas", "--all-of", "anna", "--to", "jonas").code == 2


def test_a_reply_is_queued_and_undo_takes_it_back_into_the_draft(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email", requests=0)["id"]

    sent = shell("reply", id, "We are on it.", "--json").json
    assert sent["delivery"] == "queued"
    assert deliveries(shell, id) == [("We are on it.", "queued")]

    assert shell("undo", sent["id"]).code == 0
    assert deliveries(shell, id) == []
    assert shell("show", id, "--json").json["draft"]["text"] == "We are on it."


def test_a_reply_is_planned_for_a_time_shown_with_it_and_taken_back(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email", requests=0)["id"]

    sent = shell("reply", id, "Here is the guide.", "--at", "in 3 days", "--json").json
    assert sent["delivery"] == "queued"
    assert datetime.fromisoformat(sent["planned"]) > datetime.now(UTC) + timedelta(days=2)
    assert "[planned for " in shell("show", id).out
    assert shell("search", "is:planned", "--json").json["items"][0]["conversation"] == id
    assert "planned for" in shell("reply", id, "And one more.", "--at", "in 4 days").out

    assert shell("undo").code == 0
    assert shell("undo", sent["id"]).code == 0
    assert deliveries(shell, id) == []
    assert shell("reply", id, "Too late.", "--at", "2020-01-01").code != 0


def test_undo_without_a_message_takes_the_latest_reply(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email", requests=0)["id"]
    shell("reply", id, "Hello.")

    assert shell("undo", "--json").json == {"undone": "reply"}
    assert shell("undo").code == 1


def test_a_reply_comes_from_standard_input_without_its_last_line_break(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email", requests=0)["id"]

    shell("reply", id, "-", input="Grüße\naus Köln\n")

    assert deliveries(shell, id) == [("Grüße\naus Köln", "queued")]


def test_standard_input_that_is_no_text_is_wrong_usage(shell: Shell) -> None:
    id = shell.conversation(owner="anna")["id"]

    said = shell("note", id, "-", input=b"caf\xe9")

    assert (said.code, said.err) == (2, "Standard input is no UTF-8 text (byte 3).\n")


def test_arguments_that_are_no_text_are_wrong_usage(shell: Shell) -> None:
    id = shell.conversation(owner="anna")["id"]

    assert shell("note", id, "caf\udce9").code == 2
    assert shell("ls", "--tag", "\ud800").code == 2


def test_a_reply_without_text_and_terminal_is_wrong_usage(shell: Shell) -> None:
    id = shell.conversation(owner="anna")["id"]

    assert shell("reply", id).code == 2
    assert shell("reply", id, "   ").code == 2
    assert shell("reply", id, "-", input="").code == 2


def test_the_same_key_again_does_nothing_and_prints_the_first_outcome(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email", requests=0)["id"]
    first = shell("reply", id, "Once.", "--key", "k1", "--json").json

    again = shell("reply", id, "Once.", "--key", "k1", "--json")

    assert (again.code, again.json) == (0, first)
    assert len(deliveries(shell, id)) == 1


def test_the_same_key_for_something_else_is_refused(shell: Shell) -> None:
    id = shell.conversation(owner="anna")["id"]
    shell("note", id, "one", "--key", "k1")

    assert shell("note", id, "two", "--key", "k1").code == 1


def test_a_key_holds_for_every_writing_command(shell: Shell) -> None:
    id = shell.conversation(owner="anna")["id"]
    for command in (["note", id, "x"], ["tag", id, "blue"], ["release", id], ["take", id]):
        call = [*command, "--key", f"key of {command[0]}", "--json"]
        assert shell(*call).json == shell(*call).json


def test_a_stale_reply_is_stopped_unless_it_is_forced(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email", requests=0)["id"]

    stale = shell("reply", id, "Hello.", "--seen", "0")
    forced = shell("reply", id, "Hello.", "--seen", "0", "--force-stale")

    assert stale.code == 1
    assert "new since you looked" in stale.err
    assert forced.code == 0


def test_public_words_in_a_private_conversation_are_refused(shell: Shell) -> None:
    id = shell.conversation(visibility="private", owner="anna")["id"]

    assert shell("reply", id, "Hello.", "--public").code == 1


def test_a_trainees_reply_is_held_and_a_lead_signs_it_off(shell: Shell) -> None:
    held = shell("held", "--json", as_="lea").json["items"][0]

    assert shell("approve", held["id"], as_="anna").code == 1
    assert shell("approve", held["id"], as_="lea").out == f"Reply {held['id']} goes out.\n"
    assert deliveries(shell, held["conversation"]) == [(held["text"], "queued")]


def test_what_holds_a_reply_and_who_may_sign_it_off_is_said_to_its_writer(shell: Shell) -> None:
    id = shell("ls", "--view", "unowned", "--quiet").lines[0]
    said = shell("reply", id, "Das war unser Fehler. Den Kaufpreis erstatten wir Ihnen.", "--public").out

    assert "is held (" in said and "it waits for legal risk" in said and "lea" in said
    other = shell("ls", "--view", "unowned", "--quiet").lines[0]
    later = shell("reply", other, "Das war unser Fehler, wir erstatten.", "--at", "in 3 days").out
    assert "is held, planned for" in later and "it waits for" in later


def test_a_refused_reply_goes_back_to_its_writer_with_the_reason(shell: Shell) -> None:
    held = shell("held", "--json", as_="lea").json["items"][0]

    assert shell("refuse", held["id"], as_="lea").code == 2
    assert shell("refuse", held["id"], "--why", "kinder, please", as_="lea").code == 0
    thread = shell("show", held["conversation"], "--json").json

    assert thread["draft"]["text"] == held["text"]
    assert "kinder, please" in thread["notes"][-1]["text"]
    called = shell("mention", "ls", "--json", as_="mia").json["items"]
    assert ("lea", "kinder, please") in [(k["by"], k["text"]) for k in called]


def test_resolving_what_is_not_unclear_is_refused(shell: Shell) -> None:
    held = shell("held", "--json", as_="lea").json["items"][0]

    assert shell("resolve", held["id"], "sent", as_="lea").code == 1
    assert shell("resolve", held["id"], "perhaps", as_="lea").code == 2


def test_who_lets_a_reply_go_may_go_past_what_the_contact_wrote_since(shell: Shell) -> None:
    held = shell("held", "--json", as_="lea").json["items"][0]

    assert shell("resolve", held["id"], "again", "--force-stale", as_="lea").code == 1
    assert shell("approve", held["id"], "--force-stale", as_="lea").code == 0
    assert shell("resolve", "999999", "dropped", as_="lea").code == 4


def test_notes_tags_closing_and_sleep_are_kept(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email", requests=0)["id"]

    note = shell("note", id, "called", "twice", "--quiet")
    shell("tag", id, "gold", "old-")
    shell("snooze", id, "--until", "tomorrow")
    thread = shell("show", id, "--json").json
    assert {n["id"]: n["text"] for n in thread["notes"]}[note.out.strip()] == "called twice"
    assert "gold" in thread["tags"]
    assert thread["state"] == "snoozed"

    shell("reopen", id)
    shell("tag", id, "gold-")
    assert shell.conversation(id=id)["state"] == "open"
    assert "gold" not in shell.conversation(id=id)["tags"]
    assert shell("close", id).code == 0
    assert shell.conversation(id=id)["state"] == "closed"


def test_a_blocking_question_keeps_a_conversation_open_without_a_reason(shell: Shell) -> None:
    id = shell.request("legal")["conversation"]

    assert shell("close", id).code == 1
    assert shell("close", id, "--reason", "withdrawn by phone").code == 0
    assert shell.conversation(id=id)["state"] == "closed"
    assert shell("undo").out == "Taken back: 1\n"
    assert shell.conversation(id=id)["state"] == "open"


def test_a_time_nobody_can_read_is_wrong_usage(shell: Shell) -> None:
    id = shell.conversation(owner="anna")["id"]

    for time in ("soonish", "25:00", "2020-01-01", "", "99999999h", "9999-12-31T23:59-10:00"):
        assert shell("snooze", id, "--until", time).code == 2, time


def test_control_characters_never_reach_the_terminal(shell: Shell) -> None:
    id = shell.conversation(owner="anna")["id"]
    shell("note", id, "red \x1b[31m\x9b2J \u202eevil")

    for said in (shell("show", id), shell("show", id, "--json"), shell("search", "evil")):
        assert not set(said.out) & {"\x1b", "\x9b", "\u202e"}


def test_an_error_never_prints_a_traceback(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"this is no database" * 100)
    (tmp_path / "folder.db").mkdir()
    for name, code in (("broken.db", 1), ("folder.db", 3), ("absent.db", 4), ("absent/inbox.db", 4)):
        said = shell("--inbox", tmp_path / name, "note", "5", "x")
        assert said.code == code, name
        assert "Traceback" not in said.err
        assert str(tmp_path / name) in said.err


def test_a_conversation_is_handed_to_a_person_named_behind_it_or_with_to(shell: Shell) -> None:
    first, second = shell("ls", "--view", "unowned", "--quiet", as_="lea").lines[:2]

    assert shell("assign", first, "jonas", as_="lea").out == f"jonas owns conversation {first}.\n"
    assert shell("assign", second, "--to", "jonas", as_="lea").out == f"jonas owns conversation {second}.\n"
    assert shell("assign", second, "anna", "--to", "jonas", as_="lea").code == 2


def test_tagging_says_which_tags_came_and_went(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email")["id"]

    assert shell("tag", id, "urgent", "press").out == f"Conversation {id} is tagged urgent, press.\n"
    assert shell("tag", id, "press-").out == f"Conversation {id} is no longer tagged press.\n"
    assert shell("tag", id, "new", "urgent-").out == (
        f"Conversation {id} is tagged new.\nConversation {id} is no longer tagged urgent.\n"
    )


def test_what_was_imported_from_a_file_cannot_be_answered_and_says_so_at_once(empty: Shell, tmp_path: Path) -> None:
    from tests.cli.test_running import rows

    (tmp_path / "old.jsonl").write_text(rows(1), "utf-8")
    empty("import", tmp_path / "old.jsonl", "--channel", "old")
    id = empty.conversation(as_="lea")["id"]

    said = empty("reply", id, "Hello.")

    assert said.code == 1
    assert said.err.startswith("Nobody can be answered on old: ")
    assert deliveries(empty, id) == []
    assert empty.conversation(as_="lea")["owner"] is None


def test_what_nobody_owns_is_told_with_a_whole_sentence(shell: Shell) -> None:
    id = shell.conversation(owner=None)["id"]

    said = shell("close", id)

    assert said.err == f"Nobody owns conversation {id}; take it before you close or snooze conversations.\n"
