"""The command line: parses, calls `flow` through `bootstrap`, and shows."""

from __future__ import annotations

import sys

from cyclopts import App

from shopkeeper.vocabulary.errors import ShopkeeperError


app = App(
    name="shopkeeper",
    help="Customer personalisation with the person at the centre.",
    version_flags=["--version"],
)

# Commands are named as text, so that --help imports none of them.
# A module `shopkeeper.cli.<verb>` holds each.
for _name in ("say", "remember", "listen", "recognise"):
    app.command(f"shopkeeper.cli.{_name}:{_name}", name=_name)


def main() -> None:
    """Run the command line; every error of ours is one sentence and an exit code."""
    try:
        app()
    except ShopkeeperError as error:
        print(f"shopkeeper: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(error.exit_code) from None
