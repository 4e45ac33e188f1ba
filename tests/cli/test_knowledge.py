"""What was answered before, and asking without a seat, from the command line: with the same rights as on the screens."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Shell


def known(shell: Shell, question: str = "Is the zebra export to PDF fixed?") -> tuple[str, str]:
    """Let an answer be accepted; return the request and its conversation."""
    id = shell.conversation(owner=None, visibility="private")["id"]
    shell("take", id)
    request = shell("ask", id, "development", question, "--quiet").out.strip()
    assert shell("request", "answer", request, "Yes, with 5.2.1.", as_="tom").code == 0
    assert shell("request", "accept", request).code == 0
    return request, id


def test_an_answer_is_found_used_elsewhere_and_quoted(shell: Shell) -> None:
    source, _ = known(shell)
    here = shell.conversation(owner=None, visibility="private")["id"]
    shell("take", here)

    (found,) = shell("knowledge", "find", "when is exporting a zebra as PDF repaired", "--json").json["items"]
    assert (found["id"], found["answer"], found["answered_by"]) == (source, "Yes, with 5.2.1.", "tom")
    assert 0.3 <= found["score"] <= 1
    assert shell("knowledge", "find", "zebra export", "--quiet").out.strip() == source
    assert "Yes, with 5.2" in shell("knowledge", "find", "zebra export").out

    made = shell("knowledge", "use", here, source, "--json").json
    sent = shell("reply", here, "It is fixed.", "--quote", made["id"], "--json")
    assert sent.code == 0, sent.err
    shown = shell("request", "show", made["id"], "--json").json
    assert (shown["source"], shown["state"]) == (source, "accepted")


def test_an_answer_out_of_date_is_listed_with_the_reason_and_not_offered(shell: Shell) -> None:
    source, id = known(shell, "Is the giraffe login fixed?")
    assert (
        shell("knowledge", "outdate", source, "--why", "It came back").out
        == f"The answer to request {source} is out of date.\n"
    )
    assert shell("knowledge", "find", "giraffe login", "--json").json["items"] == []
    listed = {k["id"]: k for k in shell("knowledge", "ls", "--json").json["items"]}
    assert (listed[source]["outdated_by"], listed[source]["why"]) == ("anna", "It came back")
    assert shell("knowledge", "use", id, source).code == 1
    assert shell("knowledge", "renew", source, as_="tom").code == 0
    assert shell("knowledge", "find", "giraffe login", "--quiet").out.strip() == source
    assert shell("knowledge", "outdate", source, "--why", "x", as_="mia").code in (0, 1)
    assert shell("knowledge", "outdate", "999999", "--why", "x").code == 4


def test_a_rehearsal_says_what_they_would_read_and_until_when_and_asks_nobody(shell: Shell) -> None:
    row = shell.conversation(owner="anna", requests=0)
    before = shell("requests", "--json", "--limit", "500").json["items"]
    told = shell("ask", row["id"], "legal", "May we?", "--dry-run", "--json").json
    assert told["reason"] in ("usual", "customer", "late")
    assert told["due"] > row["waiting_since"] if row["waiting_since"] else told["due"]
    assert [set(x) for x in told["shown"]] == [{"id", "text", "hidden"}] * len(told["shown"])
    assert "needed: " in shell("ask", row["id"], "legal", "May we?", "--dry-run").out
    assert shell("requests", "--json", "--limit", "500").json["items"] == before


def test_what_is_known_and_withheld_reaches_the_department_as_asked(shell: Shell) -> None:
    row = shell.conversation(owner="anna", requests=0)
    message = next(m for m in shell("show", row["id"], "--json").json["messages"] if m["direction"] == "in")
    word = message["text"].split()[0]
    ask = ("ask", row["id"], "development", "What?", "--show", message["id"], "--known", "Since 5.2", "--quiet")
    request = shell(*ask, "--hide", word).out.strip()
    seen = shell("request", "show", request, "--json", as_="tom").json
    assert seen["known"] == "Since 5.2"
    assert word not in seen["shown"][0]["text"].split()
    assert "▇▇▇" in seen["shown"][0]["text"]
    whole = shell(*ask, "--hide", "none").out.strip()
    assert shell("request", "show", whole, "--json", as_="tom").json["shown"][0]["text"] == message["text"]


def test_a_list_says_since_when_somebody_has_the_ball(shell: Shell) -> None:
    rows = shell("ls", "--json", "--limit", "500").json["items"]
    assert rows
    assert all(row["ball_since"] for row in rows)


def test_an_admin_says_who_is_asked_by_mail_and_who_leads_a_department(shell: Shell) -> None:
    lead = "lea"
    assert shell("person", "mail", "tom", "tom@acme.test").code == 1
    assert shell("person", "mail", "tom", "Tom@acme.test", as_=lead).out == "tom is asked by mail.\n"
    assert shell("person", "mail", "tom", as_=lead).out == "tom@acme.test\n"
    assert shell("person", "mail", "tom", as_="tom").out == "tom@acme.test\n"
    assert shell("person", "mail", "tom").out == "tom is not asked by mail.\n"
    assert shell("person", "mail", "mia", "tom@acme.test", as_=lead).code == 1
    assert shell("person", "mail", "mia", "nonsense", as_=lead).code == 2
    assert shell("person", "mail", "tom", "--clear", as_=lead).out == "tom is not asked by mail.\n"

    assert shell("department", "set", "legal", "--lead", "tom", as_=lead).code == 0
    found = {d["name"]: d["lead"] for d in shell("department", "ls", "--json").json["items"]}
    assert found["legal"] == "tom"
    assert shell("department", "set", "legal", as_=lead).code == 2
    assert shell("department", "set", "legal", "--lead", "nobody", as_=lead).code == 4


@pytest.mark.parametrize("words", [["knowledge", "find"], ["knowledge", "use", "1"], ["knowledge", "outdate", "1"]])
def test_what_is_missing_is_wrong_usage(shell: Shell, words: list[str]) -> None:
    assert shell(*words).code == 2
