"""The unit for systemd is one that systemd understands, and shuts the program in; the container runs as nobody of importance."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT

DEPLOY = ROOT / ".github" / "deploy"
ALLOWED = 1.5
"""How exposed systemd may find it, of 10."""


@pytest.mark.real
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("name", ["inbox.service", "inbox-web.service"])
def test_systemd_understands_the_unit_and_finds_little_exposed(tmp_path: Path, name: str) -> None:
    unit = tmp_path / name
    unit.write_text((DEPLOY / name).read_text("utf-8").replace("/usr/bin/inbox", "/bin/true"))

    verified = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", str(unit)], capture_output=True, text=True, check=False
    )

    assert (verified.returncode, verified.stderr) == (0, "")
    found = re.search(r"exposure level for \S+ ([\d.]+)", judged.stdout)
    assert found and float(found[1]) <= ALLOWED, judged.stdout


def test_the_container_runs_without_root_and_keeps_no_secret() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    last = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM ")) :]

    assert any(re.fullmatch(r"USER [1-9]\d+", line) for line in last)
    assert not [
        line for line in lines if re.match(r"FROM \S+:latest|FROM [^:]+( AS \w+)?$|ADD |RUN .*(sudo|curl|wget)", line)
    ]
    assert not re.search(r"(?i)(token|password|secret)=(?!file\b)", text)
    assert all(line.startswith(("ENTRYPOINT [", "CMD [")) for line in lines if line.startswith(("ENTRYPOINT", "CMD")))
    assert all((ROOT / part).exists() for line in lines if line.startswith("COPY ") and "--from" not in line for part in line.split()[1:-1])  # fmt: skip
