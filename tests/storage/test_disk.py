"""Files on a person's disk: what is read to be sent, and under which names customers' files may lie."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from inbox import disk
from inbox.disk import file_at, safe_name, save
from inbox.errors import BadInput, Unreachable


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("vertrag.pdf", "vertrag.pdf"),
        ("../../.ssh/authorized_keys", "_.._.ssh_authorized_keys"),
        ("/etc/passwd", "_etc_passwd"),
        (".bashrc", "bashrc"),
        ("a\x00b\x1b[2J.png", "a_b_[2J.png"),
        ("C:\\Windows\\x.exe", "C_Windows_x.exe"),
        ("   ", "image"),
        ("", "image"),
        ("x" * 300 + ".jpeg", "x" * 100 + ".jpeg"),
    ],
)
def test_a_customers_file_lies_where_it_is_put_and_nowhere_else(name: str, safe: str) -> None:
    assert safe_name(name, "image") == safe


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    first, second = save(b"1", tmp_path / "neu" / "a.txt"), save(b"2", tmp_path / "neu" / "a.txt")

    assert (first.read_bytes(), second.read_bytes(), second.name) == (b"1", b"2", "a-1.txt")
    assert stat.S_IMODE(first.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unreachable, match="cannot be written"):
        save(b"1", tmp_path / "file" / "a.txt")


def test_a_file_is_read_with_its_type(tmp_path: Path) -> None:
    (tmp_path / "bild.png").write_bytes(b"\x89PNG")

    assert file_at(str(tmp_path / "bild.png")) == disk.File("bild.png", "image/png", b"\x89PNG")


def test_a_file_that_is_none_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gross.bin").write_bytes(b"12345")
    monkeypatch.setattr(disk, "LARGEST", 4)
    with pytest.raises(BadInput, match="at most"):
        file_at(str(tmp_path / "gross.bin"))
    for path in (str(tmp_path), str(tmp_path / "nichts"), "a\x00b"):
        with pytest.raises(BadInput):
            file_at(path)


def test_what_a_file_is_leads_nowhere_else_either() -> None:
    assert safe_name("...", "../../.config/x") == "_.._.config_x"
    assert safe_name("", "..") == "file"
