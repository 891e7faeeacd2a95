"""`serve`: one process that takes events in, and works rounds."""

from __future__ import annotations

import ipaddress
import sys

from pathlib import Path


def serve(
    shop: Path = Path(),
    *,
    host: str = "127.0.0.1",
    port: int = 8420,
    no_rounds: bool = False,
    no_send: bool = False,
) -> None:
    """
    Take in events over HTTP, and work rounds, until it is stopped.

    It owns the shop while it runs. Keys that let senders in: `shopkeeper keys new`.

    Args:
        shop: The shop's folder.
        host: Address to listen on; only this machine, unless it is told otherwise.
        port: 0 for any that is free.
        no_rounds: Work no rounds.
        no_send: Send nothing after a round.
    """
    # Only here: the command line names this module to show its help.
    from shopkeeper import bootstrap  # noqa: PLC0415
    from shopkeeper.web.app import make_app  # noqa: PLC0415
    from shopkeeper.web.listening import listen  # noqa: PLC0415

    if not _is_near(host):
        _tell(
            f"! {host} can be reached by others, and what they send is not encrypted: "
            "put a proxy with TLS before it. docs/how-to/serve-behind-a-proxy.md says "
            "how. Missing for the open net: TLS, limits by address for events, "
            "protection against floods; over plain HTTP no browser keeps a log-in."
        )
    with bootstrap.serving_at(shop, rounds=not no_rounds, send=not no_send) as serving:
        if not serving.wired:
            _tell(
                "! No source is fed over HTTP yet: add one to shop.toml, which "
                'holds = "events" and has no `read`.'
            )
        listen(
            make_app(serving),
            host=host,
            port=port,
            ready=lambda address: print(  # noqa: T201
                f"Serving {serving.shop.name} at {address}", flush=True
            ),
        )


def _tell(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


def _is_near(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
