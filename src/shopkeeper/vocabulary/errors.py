"""What can go wrong, sorted by whose move it is."""

from __future__ import annotations


class ShopkeeperError(Exception):
    """
    Something the reader can act on.

    The message is one sentence that says what to do. `exit_code` is what the
    command line returns for it.
    """

    exit_code = 2


class BadInput(ShopkeeperError):
    """The caller's move: a file, an option or a setting is not usable as given."""


class NotAllowed(ShopkeeperError):
    """The caller's move: the request is understood and refused, with the reason."""


class NotFound(ShopkeeperError):
    """Nobody or nothing, or several, match what was asked for."""

    exit_code = 1


class ShopBusy(ShopkeeperError):
    """Wait or stop the other process: another one owns this shop."""
