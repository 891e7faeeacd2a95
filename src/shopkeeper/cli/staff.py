"""`staff`: who logs in."""

from __future__ import annotations

from pathlib import Path


def add(who: str, shop: Path = Path(), *, ask: bool = False) -> None:
    """
    Let somebody log in: with a password that is made and shown this once.

    The same again gives her another password and ends her sessions, as somebody needs
    who has forgotten hers. Her roles stand in shop.toml.

    Args:
        who: Id, name or address, as [[people]] in shop.toml has it.
        shop: The shop's folder.
        ask: Read the password instead: at a terminal unseen, else the first line of
            what comes in.
    """
    import sys

    from getpass import getpass

    from shopkeeper import bootstrap
    from shopkeeper.cli import showing

    given = None
    if ask:
        given = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    name, password = bootstrap.set_password(shop, who, given)
    if given is None:
        print(password)  # noqa: T201
    showing.tell(
        f"{name} can log in. The password is not shown again; it is kept as a hash."
    )


def remove(who: str, shop: Path = Path()) -> None:
    """
    Let somebody log in no more; a server that runs ends her sessions within a second.

    Args:
        who: Id, name or address.
        shop: The shop's folder.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing

    gone = bootstrap.remove_account(shop, who)
    showing.tell(f"{gone} cannot log in any more.")


def listed(shop: Path = Path(), *, json: bool = False) -> None:
    """
    List who can log in, with her roles.

    Args:
        shop: The shop's folder.
        json: Print them as JSON.
    """
    from shopkeeper import bootstrap
    from shopkeeper.flow.telling import as_json

    roles = {one.id: [*map(str, one.roles)] for one in bootstrap.read_shop(shop).people}
    found = [
        {"staff": one.id, "roles": roles.get(one.id, []), "since": one.at}
        for one in bootstrap.staff_accounts(shop)
    ]
    if json:
        print(as_json(found))  # noqa: T201
        return
    for one in found:
        print(f"{one['staff']:<12}  {one['since']}  {' '.join(one['roles'])}")  # noqa: T201
