"""A real nginx with the configuration that we ship, on ports and paths of a test's own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import ssl
import subprocess
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.code import ROOT
from tests.support.ports import free_port

SHIPPED = ROOT / "deploy" / "nginx" / "blogsite.conf"
VISITOR = "127.0.0.7"  # so that a visitor cannot be taken for nginx
_PATIENCE = 20

_AROUND = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 256; }}
http {{
    include {mime_types};
    default_type application/octet-stream;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/blogsite.conf;
}}
"""


class Answer(NamedTuple):
    """What a visitor gets."""

    status: int
    headers: HTTPMessage
    body: bytes


class Nginx:
    """The shipped configuration before a site that listens on `upstream`."""

    def __init__(self, folder: Path, *, upstream: int) -> None:
        self.folder = folder
        self.https, self.http = free_port(), free_port()
        self.upstream = upstream
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"https://localhost:{self.https}"

    @property
    def log(self) -> str:
        """The access log; a line is written after its answer."""
        return (self.folder / "access.log").read_text()

    def start(self) -> None:
        self.write()
        command = [program(), "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + _PATIENCE
        while not (_listening(self.https) and _listening(self.http)):
            assert self._process.poll() is None, self.errors
            assert time.monotonic() < deadline, self.errors
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_PATIENCE)

    def write(self) -> None:
        """The shipped file with the values of this test, a certificate, and what nginx needs."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _write_certificate(self.folder)
        (self.folder / "blogsite.conf").write_text(self._adapted(SHIPPED.read_text("utf-8")))
        (self.folder / "nginx.conf").write_text(
            _AROUND.format(folder=self.folder, mime_types=_mime_types(), user=_user())
        )

    def check(self) -> subprocess.CompletedProcess[str]:
        """What `nginx -t` says."""
        command = [program(), "-t", "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )

    @property
    def errors(self) -> str:
        log = self.folder / "error.log"
        return log.read_text() if log.exists() else "nginx wrote no log"

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        plain: bool = False,
    ) -> Answer:
        """One request of a visitor at `VISITOR`; redirects are not followed."""
        connection = self._plain() if plain else self._secure()
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    @staticmethod
    def from_site(answer: Answer) -> bool:
        """Whether the site made an answer: it gives each its number, and nginx does not."""
        return "X-Request-Id" in answer.headers

    def wait_for_log(self, path: str) -> None:
        """Until a request has been written down."""
        deadline = time.monotonic() + _PATIENCE
        while f" {path} HTTP" not in self.log:
            assert time.monotonic() < deadline, self.log
            time.sleep(0.02)

    def trust(self) -> ssl.SSLContext:
        """What a browser needs to believe this server."""
        return ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))

    def _plain(self) -> HTTPConnection:
        return HTTPConnection(
            "localhost", self.http, timeout=_PATIENCE, source_address=(VISITOR, 0)
        )

    def _secure(self) -> HTTPConnection:
        context = self.trust()
        return HTTPSConnection(
            *("localhost", self.https),
            timeout=_PATIENCE,
            source_address=(VISITOR, 0),
            context=context,
        )

    def _adapted(self, shipped: str) -> str:
        for ours, this in self._places().items():
            assert ours in shipped, f"{SHIPPED} no longer says {ours}"
            shipped = shipped.replace(ours, this)
        return shipped

    def _places(self) -> dict[str, str]:
        return {
            "listen [::]:80;": "",  # not every machine has IPv6
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https} ssl http2;",
            "127.0.0.1:5454": f"127.0.0.1:{self.upstream}",
            "/etc/letsencrypt/live/blogs.example/fullchain.pem": f"{self.folder}/certificate.pem",
            "/etc/letsencrypt/live/blogs.example/privkey.pem": f"{self.folder}/key.pem",
            "/var/log/nginx/blogsite.log": f"{self.folder}/access.log",
            "/opt/blogsite": str(ROOT),
            "server_name blogs.example;": "server_name localhost;",
        }


def program() -> str:
    """The nginx of this machine; Debian keeps it where only root looks."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    assert found, "there is no nginx: bin/setup-test-tools says how to get one"
    return found


def _mime_types() -> Path:
    folders = map(Path, ("/etc/nginx", "/usr/local/etc/nginx", "/usr/local/nginx/conf"))
    return next(path for path in (one / "mime.types" for one in folders) if path.exists())


def _user() -> str:
    """Root's nginx would read files as somebody who may not enter the test's folder."""
    return f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(secret)
