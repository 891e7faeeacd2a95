"""`keys`: who is let in over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def new(
    shop: Path = Path(),
    *,
    kind: Literal["write", "browser", "api", "identity"],
    source: str | None = None,
    per_second: int | None = None,
) -> None:
    """
    Make a key and print it: this once, it is kept as a hash.

    Args:
        shop: The shop's folder.
        kind: `write` for a server that sends events, `browser` for a page (the key is
            public), `api` for a program that asks, `identity` for signing user ids.
        source: Whose events it brings; may be left out where one source is fed over
            HTTP.
        per_second: Requests a second it may bring; else 1,000 for `browser`, which
            everybody can read, and no end for the others.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing

    key, text = bootstrap.new_access_key(shop, kind, source, per_second=per_second)
    print(text)  # noqa: T201
    of = f" of {key.source}" if key.source else ""
    showing.tell(
        f"Key {key.id} ({key.kind}{of}). It is not shown again; take it back with "
        f"`shopkeeper keys revoke {key.id}`."
    )


def revoke(key: str, shop: Path = Path()) -> None:
    """
    Take a key back; a server that runs refuses it within a second.

    Args:
        key: Its id, or the key itself.
        shop: The shop's folder.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing

    gone = bootstrap.revoke_access_key(shop, key)
    showing.tell(f"Key {gone.id} ({gone.kind}) opens nothing any more.")


def listed(shop: Path = Path(), *, json: bool = False) -> None:
    """
    List the keys there are, without the keys.

    Args:
        shop: The shop's folder.
        json: Print them as JSON.
    """
    from shopkeeper import bootstrap
    from shopkeeper.flow.telling import as_json

    keys = [
        {
            "id": key.id,
            "kind": str(key.kind),
            "source": key.source,
            "made_at": key.made_at,
            "revoked_at": key.revoked_at,
        }
        for key in bootstrap.access_keys(shop)
    ]
    if json:
        print(as_json(keys))  # noqa: T201
        return
    for key in keys:
        gone = f"  taken back {key['revoked_at']}" if key["revoked_at"] else ""
        of = key["source"] or ""
        print(f"{key['id']}  {key['kind']:<8}  {of}  {key['made_at']}{gone}")  # noqa: T201
