import json
import os
import pathlib
import socket

from setuptools import setup

# The test puts beside it where the secret is, where to write to, and which server to talk to.
wanted = json.loads(pathlib.Path("wanted.json").read_text())


def attempt(action):
    try:
        return str(action())
    except OSError as problem:
        return "refused: {}".format(type(problem).__name__)


def environments():
    """What the environments of all processes say, this one's among them."""
    found = []
    for file in pathlib.Path("/proc").glob("[0-9]*/environ"):
        found.append(attempt(file.read_text))
    return "\n".join(found)


def connect():
    host, port = wanted["server"].split(":")
    socket.create_connection((host, int(port)), timeout=5).close()
    return "connected"


found = {
    "environment": "\n".join("{}={}".format(*pair) for pair in os.environ.items()),
    "environments": environments(),
    "file": attempt(pathlib.Path(wanted["secret"]).read_text),
    "outside": attempt(lambda: pathlib.Path(wanted["outside"]).write_text("planted")),
    "tools": attempt(lambda: pathlib.Path(os.environ["VIRTUAL_ENV"], "planted.pth").write_text("import os")),
    "network": attempt(connect),
}
pathlib.Path("hostile/found.json").write_text(json.dumps(found))
setup()
