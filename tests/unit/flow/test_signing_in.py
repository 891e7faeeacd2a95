"""A signature under a user id: HMAC or JWT, and nothing that merely looks like one."""

from __future__ import annotations

import base64
import hmac
import json

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from shopkeeper.flow.signing_in import signed_by


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECRET = "sk_identity_0a0b0c0d_" + "a" * 64
CHECK = signed_by([b"an older secret", SECRET.encode()], now=NOW)


def token(algorithm: str = "HS256", key: str = SECRET, **claims: object) -> str:
    """Write a JWT with the library that shops use."""
    return jwt.encode({"sub": "ada", **claims}, key, algorithm=algorithm)


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_jwt_of_a_library_is_believed(algorithm) -> None:
    """Of each algorithm with a secret."""
    with_times = {"exp": NOW + timedelta(hours=1), "nbf": NOW - timedelta(hours=1)}
    assert CHECK("ada", token(algorithm, **with_times))
    assert not CHECK("eve", token(algorithm, **with_times))


@pytest.mark.parametrize(
    "given",
    [
        token(exp=NOW - timedelta(seconds=1)),
        token(nbf=NOW + timedelta(hours=1)),
        token(key="b" * 64),
        token(exp="tomorrow"),
        jwt.encode({"sub": "ada"}, None, algorithm="none"),
        ".".join(token().split(".")[:2]) + ".",
        "..",
        "a.b.c",
        "x" * 5000,
        "é" * 64,
        "",
        "0" * 64,
        SECRET,
    ],
)
def test_what_is_old_forged_or_broken_is_not(given) -> None:
    """And it raises nothing."""
    assert not CHECK("ada", given)


def test_the_algorithm_is_never_the_senders_choice() -> None:
    """`alg` may be anything: a list, another family, a lie."""
    for alg in ("RS256", "none", "None", ["HS256"], None, "hs256", 7):
        head = base64.urlsafe_b64encode(json.dumps({"alg": alg}).encode()).rstrip(b"=")
        body = token().split(".")[1].encode()
        mark = hmac.digest(SECRET.encode(), head + b"." + body, "sha256")
        given = b".".join([head, body, base64.urlsafe_b64encode(mark).rstrip(b"=")])
        assert not CHECK("ada", given.decode()), alg


def test_an_hmac_is_of_this_user_id_alone() -> None:
    """In hex, of either case."""
    mark = hmac.new(SECRET.encode(), b"ada", "sha256").hexdigest()
    assert CHECK("ada", mark)
    assert CHECK("ada", mark.upper())
    assert not CHECK("ada ", mark)
    assert not signed_by([], now=NOW)("ada", mark)
