"""A tiny client that talks the Language Server Protocol with a server over stdin and stdout."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

PATIENCE = 120  # seconds for the whole conversation; then the server is ended and reading fails


@dataclass
class Client:
    """One conversation; `settings` answers what the server asks about its configuration."""

    to_server: IO[bytes]
    from_server: IO[bytes]
    settings: dict[str, Any]
    asked: int = 0
    judged: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def request(self, method: str, params: dict[str, Any]) -> Any:
        """Ask, serve what the server asks in between, and return its answer."""
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self.receive()
            if "method" not in message and message["id"] == self.asked:
                assert "error" not in message, message["error"]
                return message["result"]

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Wait until the server has judged this file, and return what it found."""
        while uri not in self.judged:
            self.receive()
        return self.judged.pop(uri)

    def receive(self) -> dict[str, Any]:
        """Read one message; answer the server's questions and keep its judgements on the way."""
        message = read(self.from_server)
        if message.get("method") == "textDocument/publishDiagnostics":
            self.judged[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": self.answer(message)})
        return message

    def answer(self, message: dict[str, Any]) -> Any:
        """What an editor would answer: its settings, or just that it heard."""
        if message["method"] != "workspace/configuration":
            return None
        return [self.section(item.get("section")) for item in message["params"]["items"]]

    def section(self, name: str | None) -> dict[str, Any]:
        """The settings under one heading, `yaml.schemas` becoming `schemas` of `yaml`."""
        start = f"{name}."
        return {
            key.removeprefix(start): v
            for key, v in self.settings.items()
            if key[: len(start)] == start
        }

    def send(self, message: dict[str, Any]) -> None:
        """Write one message with its length in front."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.to_server.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.to_server.flush()


def read(stream: IO[bytes]) -> dict[str, Any]:
    """Read one message from its length on."""
    length = 0
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    assert length, "the language server ended without an answer"
    message: dict[str, Any] = json.loads(stream.read(length))
    return message


@contextmanager
def conversation(command: list[str], root: Path, settings: dict[str, Any]) -> Iterator[Client]:
    """Start the server on a folder, as an editor does, and end it afterwards."""
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
    assert server.stdin and server.stdout
    watch = threading.Timer(PATIENCE, server.kill)
    watch.start()
    try:
        client = Client(server.stdin, server.stdout, settings)
        client.request("initialize", hello(root))
        client.send({"method": "initialized", "params": {}})
        client.send({"method": "workspace/didChangeConfiguration", "params": {"settings": {}}})
        yield client
    finally:
        watch.cancel()
        server.kill()
        server.communicate()


def hello(root: Path) -> dict[str, Any]:
    """What an editor says of itself; the server then asks for its settings."""
    folder = {"uri": root.as_uri(), "name": root.name}
    return {
        "processId": None,
        "rootUri": root.as_uri(),
        "workspaceFolders": [folder],
        "capabilities": {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
        },
    }
