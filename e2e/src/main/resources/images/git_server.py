"""
Serves git repositories over HTTP: git's own server program, ``git http-backend``, behind the HTTP
server of Python's standard library, as a web server runs programs by the Common Gateway Interface
(RFC 3875).

Every repository may be read and pushed to. Where GIT_SERVER_USER and GIT_SERVER_PASSWORD are set,
only with them (RFC 7617). ``GET /healthz`` answers without.
"""

import hmac
import os
import shutil
import signal
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

PORT = 8080
REPOSITORIES = "/repositories"
BLOCK = 64 * 1024

# What forges allow: pushes, single commits, parts of the history.
SETTINGS = {
    "http.receivepack": "true",
    "uploadpack.allowAnySHA1InWant": "true",
    "uploadpack.allowFilter": "true",
    "safe.directory": "*",
}


class Refused(Exception):
    """A request that gets an answer without git."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    """One connection; each has one request only, so that no answer needs a length."""

    protocol_version = "HTTP/1.1"
    server_version = "git-server"
    # Of a client that says nothing more.
    timeout = 60

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.close_connection = True
        if self.path == "/healthz":
            self.say(200, "ok")
            return
        try:
            self.check_login()
            self.run_git()
        except Refused as refusal:
            self.say(refusal.status, str(refusal))

    def check_login(self) -> None:
        expected = self.server.authorization
        given = self.headers.get("Authorization", "")
        if expected and not hmac.compare_digest(given.encode(), expected.encode()):
            raise Refused(401, "This server wants a user name and a password")

    def run_git(self) -> None:
        body = self.body()
        command = ["git", "http-backend"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.environment()
        ) as git:
            feeding = threading.Thread(target=feed, args=(body, git.stdin), daemon=True)
            feeding.start()
            try:
                self.pass_on(git.stdout)
            except OSError:
                # The client is gone: git must not wait for it.
                git.kill()
                raise
            finally:
                feeding.join(self.timeout)

    def pass_on(self, output: BinaryIO) -> None:
        """Header lines up to an empty one, then the content."""
        status, headers = 200, []
        while line := output.readline().decode("iso-8859-1").strip():
            name, _, value = line.partition(":")
            if name.lower() == "status":
                status = int(value.split()[0])
            else:
                headers.append((name, value.strip()))
        if not headers:
            raise Refused(500, "git http-backend gave no answer; see this server's log")
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        shutil.copyfileobj(output, self.wfile, BLOCK)

    def environment(self) -> dict[str, str]:
        address = urlsplit(self.path)
        variables = dict(os.environ)
        variables |= {
            "GIT_PROJECT_ROOT": REPOSITORIES,
            "GIT_HTTP_EXPORT_ALL": "1",
            "GATEWAY_INTERFACE": "CGI/1.1",
            "PATH_INFO": unquote(address.path),
            "QUERY_STRING": address.query,
            "REQUEST_METHOD": self.command,
            "REMOTE_ADDR": self.client_address[0],
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "GIT_CONFIG_COUNT": str(len(SETTINGS)),
        }
        for number, (name, value) in enumerate(SETTINGS.items()):
            variables[f"GIT_CONFIG_KEY_{number}"] = name
            variables[f"GIT_CONFIG_VALUE_{number}"] = value
        return variables

    def body(self) -> Iterator[bytes]:
        """The content of the request: of a length that is said before, or in chunks (RFC 9112)."""
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self.chunks()
        try:
            length = int(self.headers.get("Content-Length", "0"))
        except ValueError:
            raise Refused(400, "Content-Length is no number") from None
        return blocks(self.rfile, length)

    def chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(BLOCK).split(b";")[0], 16):
            yield from blocks(self.rfile, size)
            self.rfile.readline()
        while self.rfile.readline(BLOCK).strip():
            pass  # trailers

    def say(self, status: int, text: str) -> None:
        content = f"{text}\n".encode()
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def log_request(self, code="-", size="-") -> None:
        if self.path != "/healthz":
            super().log_request(code, size)


class Server(ThreadingHTTPServer):
    """The server; a connection that breaks is a line in the log and no stack trace."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, authorization: str) -> None:
        super().__init__(("", PORT), Handler)
        self.authorization = authorization

    def handle_error(self, request, client_address) -> None:
        print(f"{client_address[0]}: {sys.exception()!r}", file=sys.stderr, flush=True)


def feed(body: Iterator[bytes], target: BinaryIO) -> None:
    """Gives git what the client sends, until either has enough."""
    try:
        with target:
            for block in body:
                target.write(block)
    except (OSError, ValueError) as problem:
        print(f"A request was cut off: {problem}", file=sys.stderr, flush=True)


def blocks(source: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0:
        block = source.read(min(length, BLOCK))
        if not block:
            raise ValueError(f"{length} bytes are missing")
        length -= len(block)
        yield block


def authorization(user: str, password: str) -> str:
    """The header of those who may come in; empty when all may."""
    if not user:
        return ""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def main() -> None:
    login = authorization(
        os.environ.pop("GIT_SERVER_USER", ""), os.environ.pop("GIT_SERVER_PASSWORD", "")
    )
    server = Server(login)
    signal.signal(
        signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start()
    )
    print(f"Serving {REPOSITORIES} on port {PORT}", file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
