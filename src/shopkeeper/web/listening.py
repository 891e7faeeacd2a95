"""Listens on an address until it is told to stop."""

from __future__ import annotations

import gc
import signal
import socket
import sys

from collections.abc import Callable
from typing import Any, NoReturn

import uvicorn

from shopkeeper.vocabulary import BadInput


_IPV6 = ":"
_SWITCH_S = 0.001


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, then say so."""
        await super().startup(sockets)
        if not self.should_exit:
            self._say_ready()


def listen(app: Any, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """
    Serve *app* until SIGINT or SIGTERM; what was begun is finished first.

    Args:
        app: ASGI.
        host: Address to bind to.
        port: 0 for any that is free.
        ready: Told the server's address, once it answers.

    Raises:
        BadInput: If the address cannot be had.
    """
    one = bound(host, port)
    shown = f"[{host}]" if _IPV6 in host else host
    address = f"http://{shown}:{one.getsockname()[1]}"
    config = uvicorn.Config(
        app, http="httptools", loop="uvloop", ws="none", lifespan="on",
        log_config=None, access_log=False, server_header=False, proxy_headers=False,
        timeout_keep_alive=75, timeout_graceful_shutdown=15, backlog=2048,
    )  # fmt: skip
    # The server finishes what was begun and then raises the signal once more: the
    # ordinary end of a program, in which the shop is closed too.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _end)
    # The thread that writes must not hold up those that wait for 5 ms, as it may.
    sys.setswitchinterval(_SWITCH_S)
    _spare_the_collector()
    with one:
        _Server(config, lambda: ready(address)).run(sockets=[one])


def _spare_the_collector() -> None:
    """
    Leave what is there from the beginning out of garbage collection.

    Else it walks through all of it, and through everybody in hand, again and again: a
    tenth of the time, and pauses longer than an answer may take. What is made for a
    request and left in a ring is still found, when it is young.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 1_000)


def _end(number: int, frame: object) -> NoReturn:
    del number, frame
    raise SystemExit(0)


def bound(host: str, port: int, *, option: str = "--port") -> socket.socket:
    """
    Bind to an address.

    Args:
        host: Address.
        port: 0 for any that is free.
        option: By which another one is chosen.

    Raises:
        BadInput: If it cannot be had.
    """
    family = socket.AF_INET6 if _IPV6 in host else socket.AF_INET
    one = socket.socket(family)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        one.bind((host, port))
    except (OSError, OverflowError) as error:
        one.close()
        why = getattr(error, "strerror", None) or error
        msg = f"{host}:{port} cannot be listened on ({why}): try another {option}."
        raise BadInput(msg) from None
    return one
