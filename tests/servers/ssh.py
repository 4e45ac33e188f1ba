"""An OpenSSH server of our own on loopback, set up as the page on SSH says: the key decides who sits down, and nothing else runs."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.house.source import ROOT

SSHD = Path("/usr/sbin/sshd")


def rules(page: Path) -> list[str]:
    """Return what the page says stands in the server's configuration for the user `inbox`."""
    block = page.read_text("utf-8").split("```sshd_config\n")[1].split("```")[0]
    return [line.strip() for line in block.splitlines() if line.strip()]


class Server:
    """One running sshd, and the keys that people come with."""

    def __init__(self, folder: Path, where: Path) -> None:
        self.folder = folder
        self.where = where
        self.port = 0
        self._keys = folder / "authorized_keys"
        self._keys.write_text("")

    def key(self, person: str, options: str) -> Path:
        """Make a key and let it in with these options, as a line of the page has them."""
        key = self.folder / f"key_{person}"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        with self._keys.open("a") as file:
            file.write(f"{options} {key.with_suffix('.pub').read_text()}")
        return key

    def configure(self, wanted: Sequence[str]) -> Path:
        """Write the configuration: the page's own lines, and what makes a server without root of it."""
        program = self.folder / "inbox"
        program.write_text(f'#!/bin/sh\ncd {ROOT}\nexec {sys.executable} -m inbox "$@"\n')
        program.chmod(0o755)
        said = {"/usr/bin/inbox": str(program), "/var/lib/inbox/inbox.db": str(self.where)}
        lines = []
        for line in wanted:
            for ours, here in said.items():
                line = line.replace(ours, here)  # noqa: PLW2901  # the page's paths become the test's
            lines.append("" if line.startswith(("Match ", "AuthorizedKeysFile ")) else line)
        fixed = [
            f"Port {self.port}", "ListenAddress 127.0.0.1", f"HostKey {self.folder}/host", "PidFile none",
            f"AuthorizedKeysFile {self._keys}", "StrictModes no", "UsePAM no", "Subsystem sftp internal-sftp", "PermitRootLogin prohibit-password",
        ]  # fmt: skip
        path = self.folder / "sshd_config"
        path.write_text("\n".join([*fixed, *lines]) + "\n")
        return path

    def call(self, key: Path, *more: str, person: str = "") -> list[str]:
        """Return the command line of a client that comes with this key."""
        return [
            "ssh", "-F", "none", "-i", str(key), "-p", str(self.port), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes",
            "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={self.folder}/known", "-o", "LogLevel=ERROR",
            *more[:-1], f"{person or getpass.getuser()}@127.0.0.1", *more[-1:],
        ]  # fmt: skip


def there() -> bool:
    """Tell whether OpenSSH's server is installed."""
    return SSHD.exists() and shutil.which("ssh") is not None


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def sshd(folder: Path, where: Path, wanted: Sequence[str]) -> Iterator[Server]:
    """Run a server until the end of the block, with everybody who came in."""
    folder.mkdir(mode=0o700)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "host")], check=True)
    server = Server(folder, where)
    server.port = _free()
    command = [str(SSHD), "-D", "-f", str(server.configure(wanted)), "-E", str(folder / "log")]
    running = subprocess.Popen(command, start_new_session=True)
    try:
        _answers(server.port, folder / "log")
        yield server
    finally:
        running.terminate()
        running.wait(10)


def _answers(port: int, log: Path) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as line:
                if line.recv(4) == b"SSH-":
                    return
        except OSError:
            pass
        assert time.monotonic() < deadline, log.read_text() if log.exists() else "sshd does not start"
