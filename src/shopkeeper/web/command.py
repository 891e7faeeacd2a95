"""`serve`: one process that takes events in, and works rounds."""

from __future__ import annotations

import ipaddress
import sys

from contextlib import ExitStack
from pathlib import Path

from shopkeeper.vocabulary import BadInput


def serve(
    shop: Path = Path(),
    *,
    host: str = "127.0.0.1",
    port: int = 8420,
    lmtp: str | None = None,
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
        lmtp: Port, or host:port, at which a mail server hands mails over (LMTP).
        no_rounds: Work no rounds.
        no_send: Send nothing after a round.
    """
    # Only here: the command line names this module to show its help.
    from shopkeeper import bootstrap  # noqa: PLC0415
    from shopkeeper.web.app import make_app  # noqa: PLC0415
    from shopkeeper.web.listening import bound, listen  # noqa: PLC0415

    if not _is_near(host):
        _tell(
            f"! {host} can be reached by others, and what they send is not encrypted: "
            "put a proxy with TLS before it. docs/how-to/serve-behind-a-proxy.md says "
            "how. Missing for the open net: TLS, limits by address for events, "
            "protection against floods; over plain HTTP no browser keeps a log-in."
        )
    with ExitStack() as stack:
        mail = None
        if lmtp is not None:
            mail_host, mail_port = _host_and_port(lmtp)
            if not _is_near(mail_host):
                _tell(
                    f"! {mail_host} can be reached by others, and LMTP asks for no "
                    "key: whoever reaches it may hand in mails as anybody's. Let "
                    "nobody but your mail server reach it."
                )
            mail = stack.enter_context(bound(mail_host, mail_port, option="--lmtp"))
        serving = stack.enter_context(
            bootstrap.serving_at(shop, rounds=not no_rounds, send=not no_send)
        )
        if mail is not None and not serving.mailed:
            _tell(
                "! No source takes mails yet: add one to shop.toml, which "
                'holds = "messages" (or "outcomes") and has no `read`.'
            )
        if not serving.wired:
            _tell(
                "! No source is fed over HTTP yet: add one to shop.toml, which "
                'holds = "events" and has no `read`.'
            )

        def say_where(address: str) -> None:
            print(f"Serving {serving.shop.name} at {address}", flush=True)  # noqa: T201
            if mail is not None:
                at = "{}:{}".format(*mail.getsockname()[:2])
                print(f"Taking mails by LMTP at {at}", flush=True)  # noqa: T201

        listen(make_app(serving, mail=mail), host=host, port=port, ready=say_where)


def _host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not port.isdecimal():
        msg = f"--lmtp {text}: write a port, or host:port, such as 127.0.0.1:8424."
        raise BadInput(msg)
    return host.strip("[]") or "127.0.0.1", int(port)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


def _is_near(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
