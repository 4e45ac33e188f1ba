"""An nginx of our own on loopback with our example's configuration, and a certificate that only this test trusts."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house.source import ROOT
from tests.servers.certificate import certified

EXAMPLE = ROOT / ".github" / "deploy" / "nginx.conf"


def there() -> bool:
    """Tell whether nginx and openssl are installed."""
    return shutil.which("nginx", path="/usr/sbin:/usr/bin") is not None and shutil.which("openssl") is not None


def trusting(cert: Path) -> ssl.SSLContext:
    """Return what trusts this certificate and no other."""
    return ssl.create_default_context(cafile=str(cert))


@contextmanager
def nginx(folder: Path, upstream: str) -> Iterator[tuple[str, Path]]:
    """Run the example in front of a server at HOST:PORT; yields its address and the certificate to trust."""
    cert, key = certified(folder)
    with socket.create_server(("127.0.0.1", 0)) as tls, socket.create_server(("127.0.0.1", 0)) as plain:
        port, other = tls.getsockname()[1], plain.getsockname()[1]
    text = EXAMPLE.read_text("utf-8")
    for ours, here in (
        ("/etc/ssl/inbox/fullchain.pem", str(cert)), ("/etc/ssl/inbox/key.pem", str(key)),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"), ("listen 80", f"listen 127.0.0.1:{other}"),
        ("127.0.0.1:8080", upstream),
    ):  # fmt: skip
        assert ours in text
        text = text.replace(ours, here)
    spare = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(f"pid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{spare}{text}\n}}\n")
    command = [
        "/usr/sbin/nginx",
        "-c",
        str(path),
        "-p",
        str(folder),
        "-e",
        str(folder / "error.log"),
        "-g",
        "daemon off;",
    ]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert running.poll() is None, (folder / "error.log").read_text()
                assert time.monotonic() < deadline, "nginx does not start"
        yield f"https://127.0.0.1:{port}", cert
    finally:
        running.terminate()
        running.wait(10)
