"""Setting up: a new inbox, people and departments, and who may do that."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox import config
from tests.cli.conftest import Shell


def test_init_makes_an_inbox_whose_first_person_is_lead_and_admin(shell: Shell, tmp_path: Path) -> None:
    where = tmp_path / "deep" / "new.db"

    made = shell("--inbox", where, "init", "--lead", "lea", "--department", "legal", "--json").json
    people = shell("--inbox", where, "person", "ls", "--json", as_="lea").json["items"]

    assert made == {"inbox": str(where), "lead": "lea", "departments": ["legal"]}
    assert people == [{"name": "lea", "roles": ["admin", "lead"], "departments": [], "channels": []}]
    assert where.stat().st_mode & 0o77 == 0


def test_init_without_a_lead_and_a_terminal_is_wrong_usage(shell: Shell, tmp_path: Path) -> None:
    said = shell("--inbox", tmp_path / "new.db", "init")

    assert (said.code, said.err) == (2, "Say who leads: --lead NAME.\n")
    assert not (tmp_path / "new.db").exists()


def test_init_leaves_an_inbox_that_stands_alone(empty: Shell) -> None:
    assert empty("init", "--lead", "eve").code == 1
    assert empty("person", "ls", "--quiet").lines == ["lea"]


def test_a_lead_whose_name_is_none_leaves_no_inbox_behind(shell: Shell, tmp_path: Path) -> None:
    assert shell("--inbox", tmp_path / "new.db", "init", "--lead", "\x1b[31m").code == 2
    assert not (tmp_path / "new.db").exists()


def test_people_are_added_changed_and_removed(empty: Shell) -> None:
    empty("channel", "add", "demo", "acme@x", "--set", "pretends=x")
    empty("person", "add", "mia", "--role", "trainee", "--department", "legal", "--channel", "acme@x")
    listed = {p["name"]: p for p in empty("person", "ls", "--json").json["items"]}
    assert listed["mia"] == {"name": "mia", "roles": ["trainee"], "departments": ["legal"], "channels": ["acme@x"]}

    empty("person", "set", "mia", "--role", "manager", "--department", "")
    listed = {p["name"]: p for p in empty("person", "ls", "--json").json["items"]}
    assert listed["mia"] == {"name": "mia", "roles": ["manager"], "departments": [], "channels": ["acme@x"]}

    assert empty("person", "rm", "mia").code == 0
    assert empty("ls", as_="mia").code == 4


def test_a_role_that_is_none_and_a_name_twice_are_told_as_such(empty: Shell) -> None:
    assert empty("person", "add", "mia", "--role", "boss").code == 2
    assert empty("person", "add", "mia").code == 2
    assert empty("person", "add", "Lea", "--role", "manager").code == 1
    assert empty("person", "add", "mia", "--role", "manager", "--department", "astrology").code == 4


def test_the_last_admin_stays(empty: Shell) -> None:
    assert empty("person", "rm", "lea").code == 1


def test_departments_are_added_changed_and_removed(empty: Shell) -> None:
    empty("department", "add", "product", "--answers-in", "45m")
    empty("department", "set", "legal", "--answers-in", "2d")

    listed = {d["name"]: d["answers_in_minutes"] for d in empty("department", "ls", "--json").json["items"]}
    assert listed == {"legal": 2880, "product": 45}
    assert empty("department", "rm", "product").code == 0
    assert empty("department", "ls", "--quiet").lines == ["legal"]
    assert empty("department", "add", "x", "--answers-in", "soon").code == 2


def test_a_department_with_open_questions_stays(shell: Shell) -> None:
    assert shell("department", "rm", "shipping", as_="lea").code == 1


@pytest.mark.parametrize(
    "command",
    [
        ("person", "add", "x", "--role", "lead"),
        ("person", "set", "anna", "--role", "lead"),
        ("person", "rm", "mia"),
        ("department", "add", "x"),
        ("channel", "add", "demo", "x"),
        ("channel", "set", "acme@x", "--off"),
        ("channel", "set", "acme@x", "--secret", "token=env:HOME"),
        ("channel", "rm", "acme@x"),
        ("channel", "replay", "acme@x"),
        ("import", "/dev/null", "--channel", "x", "--format", "jsonl"),
    ],
)
def test_only_an_admin_changes_the_set_up(shell: Shell, command: tuple[str, ...]) -> None:
    assert shell(*command).code in {1, 2}
    assert shell(*command).err
    assert shell("person", "ls", "--json").json["items"][0]["roles"] == ["manager"]


def test_the_person_comes_from_the_flag_then_the_environment_then_the_configuration(shell: Shell) -> None:
    file = Path(shell.environment["XDG_CONFIG_HOME"]) / "inbox" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('person = "jonas"\n', "utf-8")

    def mine(**how: str) -> set[str]:
        return {r["owner"] for r in shell("ls", "--view", "mine", "--json", **how).json["items"]}

    assert mine(as_="") == {"jonas"}
    assert mine(as_="", INBOX_AS="anna") == {"anna"}
    assert mine(as_="anna", INBOX_AS="lea") == {"anna"}


def test_an_unknown_person_is_told_how_to_say_who_they_are(shell: Shell) -> None:
    said = shell("ls", as_="", INBOX_AS="somebody")

    assert said.code == 4
    assert "--as PERSON" in said.err
    assert said.err.endswith("There are: anna, eva, jonas, lea, mia, otto, tom.\n")
    named = shell("ls", as_="somebody").err
    assert named == "There is nobody called somebody here; there are: anna, eva, jonas, lea, mia, otto, tom.\n"


def test_a_configuration_with_a_mistake_names_file_and_key(shell: Shell) -> None:
    file = Path(shell.environment["XDG_CONFIG_HOME"]) / "inbox" / "config.toml"
    file.parent.mkdir(parents=True)
    for text, word in (("colour = 'red'", "colour"), ("person = 3", "person"), ("person = ", "config.toml")):
        file.write_text(text, "utf-8")
        said = shell("ls", INBOX_LANG="")
        assert said.code == 2
        assert word in said.err
    assert shell("--help").code == 0


def test_the_configured_language_is_spoken_unless_the_environment_says_otherwise(shell: Shell) -> None:
    file = Path(shell.environment["XDG_CONFIG_HOME"]) / "inbox" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('lang = "de"', "utf-8")

    assert shell("show", "999999", INBOX_LANG="").err == "Hier gibt es für dich kein Gespräch 999999.\n"
    assert shell("show", "999999", INBOX_LANG="en").err == "There is no conversation 999999 here for you.\n"


def test_the_inbox_is_where_the_flag_the_environment_or_the_configuration_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert config.where("", {}) == str(tmp_path / "data" / "inbox" / "inbox.db")

    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "config.toml").write_text('inbox = "/a.db"', "utf-8")
    assert config.where("", {}) == "/a.db"
    assert config.where("", {"INBOX": "/b.db"}) == "/b.db"
    assert config.where("/c.db", {"INBOX": "/b.db"}) == "/c.db"


def test_who_sits_here_is_written_down_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    path = config.remember('Lea "Boss" Öz')

    assert path is not None
    assert config.who("", {}) == 'Lea "Boss" Öz'
    assert config.remember("somebody else") is None
