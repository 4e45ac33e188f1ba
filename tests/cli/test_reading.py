"""Reading commands: what they print for scripts is a promise, what they print for people fits the terminal."""

from __future__ import annotations

from datetime import datetime

from rich.cells import cell_len

from tests.cli.conftest import Shell

ROW = {
    "id", "channel", "platform", "contact", "contact_id", "visibility", "state", "owner", "acting", "ball",
    "ball_since", "waiting_since", "due", "target", "planned", "subject", "last", "last_at", "requests", "tags",
}  # fmt: skip


def test_ls_prints_one_document_of_items_and_the_next_cursor(shell: Shell) -> None:
    document = shell("ls", "--json").json

    assert set(document) == {"items", "next"}
    assert document["next"] is None
    assert all(set(row) == ROW for row in document["items"])


def test_ids_are_strings_and_times_carry_their_zone(shell: Shell) -> None:
    for row in shell("ls", "--json").json["items"]:
        assert isinstance(row["id"], str)
        assert datetime.fromisoformat(row["last_at"]).tzinfo is not None


def test_pages_follow_each_other_without_gaps(shell: Shell) -> None:
    whole = [row["id"] for row in shell("ls", "--json", "--limit", "500").json["items"]]
    seen, cursor = [], ""
    while cursor is not None:
        page = shell("ls", "--json", "--limit", "7", "--after", cursor).json
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]

    assert seen == whole


def test_every_view_and_filter_narrows_the_list(shell: Shell) -> None:
    assert {row["owner"] for row in shell("ls", "--view", "mine", "--json").json["items"]} == {"anna"}
    assert {row["owner"] for row in shell("ls", "--view", "unowned", "--json").json["items"]} == {None}
    assert {row["state"] for row in shell("ls", "--view", "snoozed", "--json").json["items"]} == {"snoozed"}
    assert len(shell("ls", "--view", "held", "--json").json["items"]) == 2
    assert {row["channel"] for row in shell("ls", "--channel", "acme@x", "--json").json["items"]} == {"acme@x"}
    assert {row["owner"] for row in shell("ls", "--owner", "jonas", "--json").json["items"]} == {"jonas"}
    assert shell("ls", "--tag", "vip", "--json").json["items"][0]["tags"] == ["vip"]


def test_quiet_prints_ids_one_a_line(shell: Shell) -> None:
    quiet = shell("ls", "--quiet")

    assert quiet.lines == [row["id"] for row in shell("ls", "--json").json["items"]]
    assert not quiet.err


def test_common_options_stand_before_or_behind_the_command(shell: Shell) -> None:
    assert shell("--quiet", "ls").out == shell("ls", "--quiet").out
    assert shell("--json", "ls").json == shell("ls", "--json").json
    assert shell("ls", "--as", "anna", "--inbox", shell.where, "--quiet", as_="nobody").code == 0


def test_tables_fit_the_terminals_width(shell: Shell) -> None:
    for width in (40, 60, 80, 120):
        for command in (("ls",), ("requests",), ("search", "batch"), ("person", "ls"), ("channel", "ls"), ("held",)):
            lines = shell(*command, COLUMNS=str(width)).lines
            assert lines
            assert max(cell_len(line) for line in lines) <= width, (command, width)


def test_nothing_is_coloured_where_there_is_no_terminal(shell: Shell) -> None:
    assert "\x1b" not in shell("ls", COLUMNS="80").out


def test_show_prints_the_thread_with_notes_requests_and_who_holds_the_ball(shell: Shell) -> None:
    asked = shell.request("development", "answered")

    thread = shell("show", asked["conversation"], "--json").json

    assert set(thread) >= ROW | {"messages", "notes", "requests", "draft", "more"}
    assert thread["ball"] == "us"
    message = thread["messages"][0]
    assert set(message) >= {"id", "direction", "author", "at", "text", "delivery", "answers"}
    assert (message["direction"], message["author"], message["delivery"]) == ("in", thread["contact"], None)
    request = thread["requests"][0]
    assert set(request) >= {"id", "department", "question", "state", "due", "answer"}
    assert (request["id"], request["state"]) == (asked["id"], "answered")
    assert "5.2.1" in request["answer"]


def test_show_says_which_department_holds_the_ball(shell: Shell) -> None:
    late = shell.request("shipping")

    assert shell("show", late["conversation"], "--json").json["ball"] == "department:shipping"


def test_show_for_people_tells_messages_questions_answers_and_remarks(shell: Shell) -> None:
    asked, back = shell.request("development", "answered"), shell.request("legal")

    assert "! Yes. The fix 5.2.1" in shell("show", asked["conversation"]).out
    assert "· eva: Do we have the appliance yet?" in shell("show", back["conversation"]).out


def test_an_id_may_be_written_with_a_hash(shell: Shell) -> None:
    id = shell.conversation()["id"]

    assert shell("show", f"#{id}", "--json").json["id"] == id


def test_a_conversation_that_is_not_there_ends_with_4_however_large_its_number(shell: Shell) -> None:
    for id in ("999999", "0", "9" * 30):
        said = shell("show", id)
        assert (said.code, said.out) == (4, "")
        assert said.err.startswith("There is no conversation ")


def test_what_is_no_id_is_wrong_usage(shell: Shell) -> None:
    assert shell("show", "abc").code == 2
    assert shell("show", "²").code == 2


def test_a_cursor_of_somebody_else_is_wrong_usage(shell: Shell) -> None:
    said = shell("ls", "--after", "zzz")

    assert said.code == 2
    assert "cursor" in said.err


def test_foreign_and_absent_conversations_look_the_same_to_a_specialist(shell: Shell) -> None:
    foreign = shell.conversation(owner="jonas")["id"]

    assert shell("show", foreign, as_="tom").code == 4
    assert shell("show", foreign, as_="tom").err == shell("show", "999999", as_="tom").err.replace("999999", foreign)


def test_search_finds_words_and_names_their_conversation(shell: Shell) -> None:
    document = shell("search", "4711", "--json").json

    assert document["items"]
    assert set(document["items"][0]) == {"kind", "id", "conversation", "contact", "at", "text"}
    assert {hit["conversation"] for hit in document["items"]} >= {shell.request("shipping")["conversation"]}
    assert "\x02" not in document["items"][0]["text"]


def test_search_narrows_by_owner_and_refuses_what_it_cannot_read(shell: Shell) -> None:
    assert shell("search", "owner:anna", "4711", "--json").json["items"]
    assert shell("search", "before:yesterdayish", "x").code == 2


def test_held_lists_replies_that_wait_for_a_sign_off(shell: Shell) -> None:
    held = shell("held", "--json", as_="lea").json["items"]

    assert [(m["author"], m["delivery"]) for m in held] == [("mia", "held"), ("jonas", "held")]
    assert {h["rule"] for h in held[1]["holds"]} == {"promise of money", "admission of fault"}
    assert shell("held", "--quiet", as_="lea").lines == [m["id"] for m in held]
    assert shell("held", "--quiet", as_="eva").lines == [held[1]["id"]]


def test_an_empty_list_is_no_failure(shell: Shell) -> None:
    said = shell("ls", "--channel", "nothing@here")

    assert (said.code, said.out, said.err) == (0, "", "Nothing here.\n")


def test_a_specialist_is_told_where_their_work_is(shell: Shell) -> None:
    said = shell("ls", as_="tom")

    assert (said.code, said.out) == (0, "")
    assert said.err == "Your role has no lists of conversations; try: inbox --as tom requests\n"
