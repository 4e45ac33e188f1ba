"""Who a contact is, from the command line: shown, linked with a reason, read across channels, unlinked."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.contract.test_contacts import met
from tests.world import message, world


@pytest.fixture
def two(tmp_path: Path, environment: dict[str, str]) -> tuple[Shell, str, str]:
    """A shell on an inbox in which one person wrote on two channels, and the two conversations."""

    async def build() -> tuple[int, int]:
        async with world(tmp_path) as w:
            mail, x = await met(w)
            await w.take_in(message("last", "Hallo?", who="annab"))
            return mail, x

    mail, x = asyncio.run(build())
    return Shell(str(tmp_path / "inbox.db"), environment, "lea"), str(mail), str(x)


def test_a_contact_is_shown_with_identities_conversations_and_who_else_it_may_be(two: tuple[Shell, str, str]) -> None:
    shell, mail, x = two

    found = shell("contact", "show", x, "--json").json

    assert (found["name"], found["identities"]) == ("annab", [["x", "annab"]])
    assert [(row["id"], row["contact_id"]) for row in found["conversations"]] == [(x, found["id"])]
    assert (found["links"], found["linked"]) == ([], [])
    (suggested,) = found["suggestions"]
    assert (suggested["name"], suggested["conversation"], suggested["tie"]) == ("A. Berg", mail, "wrote")
    assert suggested["evidence"].startswith("annab wrote anna@example.com, which is A. Berg's, in message ")
    assert shell("contact", "show", found["id"], "--json").json == found
    assert shell("contact", "show", x, "--quiet").lines == [found["id"]]
    assert shell("show", x, "--json").json["contact_id"] == found["id"]
    for words in ("≈ #", "A. Berg", "fair", f"inbox --as lea contact link {found['id']} "):
        assert words in shell("contact", "show", x).out


def test_two_contacts_are_linked_once_read_across_and_unlinked(two: tuple[Shell, str, str]) -> None:
    shell, mail, x = two
    before = shell("contact", "show", x, "--json").json

    made = shell("contact", "link", x, mail, "--why", "wrote it", "--key", "k", "--json").json
    again = shell("contact", "link", x, mail, "--why", "wrote it", "--key", "k", "--quiet")

    assert made["events"] == ["ContactsLinked"]
    assert again.lines == [made["id"]]
    linked = shell("contact", "show", x, "--json").json
    assert [k["name"] for k in linked["linked"]] == ["A. Berg"]
    assert [(k["id"], k["evidence"], k["by"]) for k in linked["links"]] == [(made["id"], "wrote it", "lea")]
    assert f"link #{made['id']}: A. Berg = annab · wrote it · lea" in shell("contact", "show", mail).out

    page = shell("show", mail, "--across", "--limit", "2", "--json").json
    older = shell("show", mail, "--across", "--after", page["next"], "--json").json
    said = [*older["items"], *page["items"]]
    assert {(m["text"], m["channel"], m["conversation"]) for m in said} == {
        ("Rechnung fehlt", "school@x", mail),
        ("Meine Mail ist anna@example.com", "acme@x", x),
        ("Hallo?", "acme@x", x),
    }
    assert older["next"] is None
    told = shell("show", x, "--across").out
    assert f"school@x #{mail} A. Berg" in told
    assert f"acme@x #{x} annab" in told
    assert shell("show", x, "--across", "--quiet").lines == [m["id"] for m in said]

    gone = shell("contact", "unlink", mail, x, "--key", "u")
    assert gone.out == f"Link {made['id']} is taken away; everything is as before it.\n"
    assert shell("contact", "unlink", mail, x, "--key", "u", "--quiet").lines == [made["id"]]
    assert shell("contact", "show", x, "--json").json == before


def test_what_cannot_be_is_refused_with_the_code_that_fits(two: tuple[Shell, str, str]) -> None:
    shell, mail, x = two
    link = shell("contact", "link", x, mail, "--why", "x", "--quiet").lines[0]

    assert shell("contact", "link", x, mail).code == 2
    assert shell("contact", "link", x, x, "--why", "x").code == 1
    assert shell("contact", "link", x, mail, "--why", "x").code == 1
    assert shell("contact", "link", x, "999999", "--why", "x").code == 4
    assert shell("contact", "link", x, mail, "--why", "x", as_="mia").code == 1
    assert shell("contact", "unlink", "999999").code == 4
    assert shell("contact", "show", x, as_="tom").code == 4
    assert shell("show", x, "--across", as_="tom").code == 4
    assert shell("show", x, "--across", "--before", "3").code == 2
    assert shell("show", x, "--after", "x").code == 2
    assert shell("contact", "unlink", link, "--json").json == {"id": link, "events": ["ContactsUnlinked"]}


def test_a_suggestion_is_turned_down_and_not_made_again(two: tuple[Shell, str, str]) -> None:
    shell, mail, x = two

    assert shell("contact", "dismiss", x, mail).out == "They are not suggested again.\n"
    assert shell("contact", "dismiss", x, mail, "--json").json == {"id": "", "events": []}
    assert shell("contact", "show", mail, "--json").json["suggestions"] == []


def test_it_is_said_in_german_where_that_is_spoken(two: tuple[Shell, str, str]) -> None:
    shell, _mail, x = two

    said = shell("contact", "show", x, INBOX_LANG="de").out

    assert "annab schrieb anna@example.com in Nachricht" in said
    assert "mittel" in said
    assert (
        json.loads(shell("contact", "show", x, "--json", INBOX_LANG="de").out)["suggestions"][0]["strength"] == "fair"
    )
