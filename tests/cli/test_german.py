"""In German the command line speaks German throughout: help, wrong usage, tables, and what is wrong where."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from inbox.cli.wording import CLICK
from tests.cli.conftest import Shell


def test_help_is_german_down_to_the_last_command(shell: Shell) -> None:
    for words in ((), ("take",), ("person",), ("person", "add"), ("request", "answer")):
        said = shell(*words, "--help", INBOX_LANG="de")
        assert said.out.startswith("Aufruf: inbox")
        assert "Diese Hilfe zeigen und enden." in said.out
        assert not [word for word in ("Usage", "Options:", "Commands:", "Who is asking", "Show") if word in said.out]
        assert shell(*words, "--help").out.startswith("Usage: inbox")


def test_the_configured_language_counts_for_help_too(shell: Shell) -> None:
    file = Path(shell.environment["XDG_CONFIG_HOME"]) / "inbox" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('lang = "de"\n', "utf-8")

    assert shell("take", "--help", INBOX_LANG="").out.startswith("Aufruf: inbox take [OPTIONEN]")
    file.write_text('lang = "de', "utf-8")
    assert shell("--help", INBOX_LANG="").code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show",), "Es fehlt das Argument 'CONVERSATION'."),
        (("show", "x"), "'x' ist keine Nummer."),
        (("ls", "--limit", "0"), "0 liegt nicht im Bereich 1<=x<=500."),
        (("ls", "--colour"), "Eine Option '--colour' gibt es nicht."),
        (("fly",), "Einen Befehl 'fly' gibt es nicht."),
        (("show", "1", "2"), "Dieses Argument ist zu viel: 2"),
        (("person", "add", "max"), "Es fehlt die Option '--role'."),
        (("assign", "5"), "Fehler: Nenne"),
    ],
)
def test_wrong_usage_is_told_in_german(shell: Shell, words: tuple[str, ...], sentence: str) -> None:
    said = shell(*words, INBOX_LANG="de")

    assert said.code == 2
    assert sentence in said.err
    assert not [word for word in ("Error", "Usage", "Try", "Missing", "Invalid") if word in said.err]


def test_a_file_that_is_not_there_or_no_text_is_told_in_german(shell: Shell, tmp_path: Path) -> None:
    gone, strange = tmp_path / "weg", tmp_path / "fremd"
    strange.write_bytes(b"ab\xff")
    for words in (("risks", "set"), ("competence", "rules"), ("storm", "replay")):
        said = shell(*words, gone, as_="lea", INBOX_LANG="de")
        assert (said.code, said.err) == (4 if "replay" in words else 2, f"Es gibt keine Datei {gone}.\n"), words
        assert f"{tmp_path} ist nicht lesbar" in shell(*words, tmp_path, as_="lea", INBOX_LANG="de").err, words
    said = shell("risks", "set", strange, as_="lea", INBOX_LANG="de")
    assert (said.code, said.err) == (2, f"{strange} ist kein UTF-8-Text (Byte 2).\n")


def test_settings_roles_and_the_doctor_speak_german(shell: Shell) -> None:
    lacks = shell("channel", "add", "email", "post", as_="lea", INBOX_LANG="de")
    people = shell("person", "ls", INBOX_LANG="de")
    doctor = shell("doctor", INBOX_LANG="de")

    assert "--set address=… (unsere Adresse, wie Kunden sie sehen)" in lacks.err
    assert "Leitung, Verwaltung" in people.out or "Verwaltung, Leitung" in people.out
    assert "manager" not in people.out
    assert "Kanal acme@x: " in doctor.out
    assert "Datenbank " in doctor.out
    assert "channel" not in doctor.out


def test_every_sentence_taught_to_click_is_one_that_click_says() -> None:
    source = "".join(file.read_text("utf-8") for file in Path(click.__file__).parent.glob("*.py"))

    strange = [
        sentence for sentence in CLICK if f'"{sentence}"'.replace("\n", "\\n").replace("\t", "\\t") not in source
    ]

    assert not strange
