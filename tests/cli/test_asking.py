"""Asking departments from the command line: every step of a request, with the rights of whoever takes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from tests.cli.conftest import Shell


def ask(shell: Shell, *options: str, department: str = "development") -> dict[str, str]:
    """Take a conversation, ask about it and return the request."""
    id = shell.conversation(owner=None, visibility="private")["id"]
    assert shell("take", id).code == 0
    made = shell("ask", id, department, "Is", "it", "known?", *options, "--quiet")
    assert made.code == 0, made.err
    found: dict[str, str] = shell("request", "show", made.out.strip(), "--json").json
    return found


def test_a_question_is_kept_with_its_due_time_and_what_may_be_read(shell: Shell) -> None:
    id = shell.conversation(owner="anna", requests=0)["id"]
    message = shell("show", id, "--json").json["messages"][0]

    made = shell("ask", id, "legal", "May we?", "--due", "3d", "--blocking", "--show", message["id"], "--json").json
    request = shell("request", "show", made["id"], "--json").json

    due = datetime.fromisoformat(request["due"]) - datetime.fromisoformat(request["at"])
    assert abs(due - timedelta(days=3)) < timedelta(minutes=1)
    assert (request["question"], request["blocking"], request["state"]) == ("May we?", True, "open")
    assert [m["id"] for m in request["shown"]] == [message["id"]]


def test_a_specialist_sees_only_requests_of_the_own_department(shell: Shell) -> None:
    ask(shell)

    seen = shell("requests", "--json", as_="tom").json["items"]

    assert seen
    assert {r["department"] for r in seen} == {"development"}
    assert shell("request", "show", shell.request("legal")["id"], as_="tom").code == 4


def test_a_request_goes_from_open_to_accepted_and_into_a_reply(shell: Shell) -> None:
    request = ask(shell)
    id = request["id"]

    assert shell("request", "take", id, as_="tom").code == 0
    assert shell("request", "answer", id, "-", as_="tom", input="Yes, since 5.2.\n").code == 0
    assert shell("request", "accept", id, as_="tom").code == 1
    assert shell("request", "accept", id).out == f"The answer to request {id} is accepted.\n"
    sent = shell("reply", request["conversation"], "It is known.", "--quote", id, "--json").json
    thread = shell("show", request["conversation"], "--json").json

    assert {m["id"]: m["answers"] for m in thread["messages"]}[sent["id"]] == [id]
    assert thread["requests"][0]["answer"] == "Yes, since 5.2."


def test_an_answer_that_changed_since_it_was_read_is_not_accepted(shell: Shell) -> None:
    id = shell.request("development", "open")["id"]
    shell("request", "answer", id, "Yes.", as_="tom")
    read = shell("request", "show", id, "--json").json["version"]
    shell("request", "answer", id, "No.", as_="tom")

    said = shell("request", "accept", id, "--version", read, as_="lea")
    assert said.code == 1
    assert "has changed since you read it" in said.err
    found = shell("request", "show", id, "--json").json
    assert [r["text"] for r in found["remarks"]] == ["Yes."]
    assert shell("request", "accept", id, "--version", found["version"], as_="lea").code == 0


def test_a_request_is_passed_on_with_a_time(shell: Shell) -> None:
    id = shell.request("development", "open")["id"]

    assert shell("request", "redirect", id, "legal", "--due", "2031-05-31", as_="lea").code == 0
    assert shell("request", "show", id, "--json").json["due"].startswith("2031-05-3")


def test_a_department_reads_what_the_contact_wrote_since_we_spoke_unless_told_otherwise(shell: Shell) -> None:
    request = ask(shell)
    messages = shell("show", request["conversation"], "--json").json["messages"]
    spoke = max((n for n, m in enumerate(messages) if m["direction"] == "out"), default=-1)

    assert [m["id"] for m in request["shown"]] == [m["id"] for m in messages[spoke + 1 :]][-5:]
    assert request["shown"]
    assert ask(shell, "--show", "none")["shown"] == []
    assert shell("ask", request["conversation"], "legal", "Why?", "--show", "x").code == 2


def test_a_question_asked_twice_with_one_key_is_asked_once_also_when_the_contact_wrote_since(
    empty: Shell, tmp_path: Path
) -> None:
    from tests.cli.test_running import rows

    for name, first in (("one", 0), ("two", 10)):
        (tmp_path / f"{name}.jsonl").write_text(rows(1, first), "utf-8")
    empty("import", tmp_path / "one.jsonl", "--channel", "old")
    id = empty.conversation(as_="lea")["id"]

    first_made = empty("ask", id, "legal", "Why?", "--key", "k", "--quiet")
    empty("import", tmp_path / "two.jsonl", "--channel", "old")

    assert empty("ask", id, "legal", "Why?", "--key", "k", "--quiet").out == first_made.out


def test_each_step_of_a_request_says_what_it_did(shell: Shell) -> None:
    answered, returned, declined, withdrawn = (ask(shell)["id"] for _ in range(4))

    assert shell("request", "take", answered, as_="tom").out == f"You work on request {answered}.\n"
    assert shell("request", "answer", answered, "Yes.", as_="tom").out == f"Request {answered} is answered.\n"
    assert shell("request", "return", returned, "Why?", as_="tom").out == f"Request {returned} is returned.\n"
    assert shell("request", "decline", declined, "no", as_="tom").out == f"Request {declined} is declined.\n"
    assert shell("request", "withdraw", withdrawn).out == f"Request {withdrawn} is taken back.\n"


def test_a_closed_conversation_is_reopened_before_a_department_is_asked(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email", requests=0)["id"]
    shell("close", id)

    said = shell("ask", id, "legal", "May we?", "--blocking")

    assert (said.code, said.err) == (1, f"Conversation {id} is closed; reopen it before you ask.\n")
    assert shell.conversation(id=id)["state"] == "closed"
    shell("reopen", id)
    assert shell("ask", id, "legal", "May we?").code == 0


def test_a_request_asked_now_is_due_in_the_departments_whole_time(shell: Shell) -> None:
    ask(shell, "--due", "30h")

    assert "in 30 h" in shell("requests").out


def test_an_answer_that_is_not_accepted_cannot_be_used(shell: Shell) -> None:
    asked = shell.request("development", "answered")

    said = shell("reply", asked["conversation"], "It is known.", "--quote", asked["id"])

    assert said.code == 1
    assert "not accepted" in said.err


def test_departments_ask_back_decline_and_pass_on(shell: Shell) -> None:
    back, declined, passed = (ask(shell)["id"] for _ in range(3))

    shell("request", "return", back, "Which version?", as_="tom")
    assert shell("request", "decline", declined, as_="tom").code == 2
    shell("request", "decline", declined, "--why", "not ours", as_="tom")
    shell("request", "redirect", passed, "product", "--note", "yours", as_="tom")

    assert shell("request", "show", back, "--json").json["remarks"][0]["text"] == "Which version?"
    assert shell("request", "show", declined, "--json").json["state"] == "declined"
    assert shell("request", "show", passed, "--json").json["department"] == "product"


def test_a_question_can_be_taken_back_by_whoever_asked(shell: Shell) -> None:
    id = ask(shell)["id"]

    assert shell("request", "withdraw", id, as_="jonas").code == 1
    assert shell("request", "withdraw", id).code == 0
    assert shell("request", "show", id, "--json").json["state"] == "withdrawn"


def test_a_second_taker_learns_who_was_first(shell: Shell) -> None:
    id = ask(shell)["id"]
    shell("request", "take", id, as_="tom")

    said = shell("request", "take", id, as_="lea")

    assert (said.code, said.err) == (1, f"tom works on request {id}.\n")


def test_asking_nobody_or_for_yesterday_is_told_as_such(shell: Shell) -> None:
    id = shell.conversation(owner="anna")["id"]

    absent = shell("ask", id, "astrology", "Why?")
    assert absent.code == 4
    assert "development" in absent.err
    assert shell("ask", id, "legal", "Why?", "--due", "2020-01-01").code == 2
    assert shell("ask", id, "legal").code == 2
    assert shell("ask", id, "legal", "Why?", "--show", "999999").code == 4


def test_requests_are_listed_by_department_and_state_earliest_due_first(shell: Shell) -> None:
    rows = shell("requests", "--json").json["items"]
    due = [row["due"] for row in rows]

    assert due == sorted(due)
    assert {r["state"] for r in shell("requests", "--state", "returned", "--json").json["items"]} == {"returned"}
    assert {r["department"] for r in shell("requests", "--department", "legal", "--json").json["items"]} == {"legal"}
    assert shell("requests", "--quiet").lines == [row["id"] for row in rows]
    assert shell("request", "ls", "--quiet").out == shell("requests", "--quiet").out
