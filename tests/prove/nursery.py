"""The nursery: a process that has imported everything once and forks what is asked for, so that a death costs no new import.

A client connects to its socket and asks with one JSON line for each process; who hangs up takes its processes along.
"""

import ctypes
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


@dataclass
class Client:
    """One who asks, and the processes made for them."""

    wire: socket.socket
    heard: bytes = b""
    children: set[int] = field(default_factory=set)

    def say(self, **told: Any) -> None:
        with suppress(OSError):
            self.wire.sendall(json.dumps(told).encode() + b"\n")


class Nursery:
    """Serves until whoever started it closes its standard input."""

    def __init__(self, path: Path) -> None:
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(str(path))
        self.door.listen(64)
        self.clients: dict[int, Client] = {}
        self.selector = selectors.DefaultSelector()
        self.bell, ringer = socket.socketpair()
        self.bell.setblocking(False)
        ringer.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(ringer.fileno(), warn_on_full_buffer=False)
        self.ringer = ringer
        for known in (self.door, self.bell, sys.stdin):
            self.selector.register(known, selectors.EVENT_READ)

    def serve(self) -> None:
        while True:
            for key, _events in self.selector.select():
                if key.fileobj is sys.stdin:
                    if not os.read(0, 100):
                        return self.close()
                elif key.fileobj is self.door:
                    self.welcome()
                elif key.fileobj is self.bell:
                    self.bury()
                else:
                    self.listen(self.clients[key.fd])

    def welcome(self) -> None:
        wire, _address = self.door.accept()
        self.clients[wire.fileno()] = Client(wire)
        self.selector.register(wire, selectors.EVENT_READ)

    def listen(self, client: Client) -> None:
        try:
            heard = client.wire.recv(1 << 20)
        except OSError:
            heard = b""
        if not heard:
            return self.leave(client)
        *lines, client.heard = (client.heard + heard).split(b"\n")
        for line in lines:
            pid = self.fork(json.loads(line))
            client.children.add(pid)
            client.say(born=pid)
        return None

    def leave(self, client: Client) -> None:
        self.selector.unregister(client.wire)
        del self.clients[client.wire.fileno()]
        client.wire.close()
        for pid in client.children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def bury(self) -> None:
        with suppress(BlockingIOError):
            self.bell.recv(4096)
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = ended
                for client in self.clients.values():
                    if pid in client.children:
                        client.children.discard(pid)
                        client.say(ended=pid, code=os.waitstatus_to_exitcode(status))

    def close(self) -> None:
        for client in list(self.clients.values()):
            self.leave(client)

    def fork(self, job: dict[str, Any]) -> int:
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            self.become(job)
            module, _, name = job["call"].partition(":")
            code = getattr(importlib.import_module(module), name)(*job["arguments"]) or 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            with suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def become(self, job: dict[str, Any]) -> None:
        """Shed what is the nursery's: its sockets, signals, streams and environment."""
        parent = os.getppid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if job.get("apart"):
            os.setsid()
        log = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        null = os.open(os.devnull, os.O_RDONLY)
        for made, wanted in ((null, 0), (log, 1), (log, 2)):
            os.dup2(made, wanted)
        self.selector.close()
        for held in (self.door, self.bell, self.ringer, *(client.wire for client in self.clients.values())):
            held.close()
        os.environ.clear()
        os.environ.update(job["environment"])


def suluh(*words: str) -> None:
    """What the command `suluh` does."""
    from suluh.cli import app

    app(list(words))


def main() -> None:
    """Import and read all that a process needs, then serve."""
    from bot.house import House
    from tests.prove import table  # noqa: F401 - the rows themselves are forked from here

    House.furnished()
    import gc

    gc.freeze()
    nursery = Nursery(Path(sys.argv[1]))
    print("ready", flush=True)
    nursery.serve()


if __name__ == "__main__":
    main()
