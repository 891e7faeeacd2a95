"""People log in; nobody else uses their cookie, and each does what her roles say."""

from __future__ import annotations

import re
import statistics
import subprocess
import time

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shopkeeper import bootstrap
from shopkeeper.vocabulary import AccessRole
from shopkeeper.web.app import all_ways
from shopkeeper.web.who import STAFF, Role, read_who
from tests.builders.server import Answer, Server, new_key, new_served_shop, running
from tests.builders.shop import command, started


PEOPLE = "".join(
    f'\n[[people]]\nid = "{role}"\nname = "{role.title()}"\nroles = ["{role}"]\n'
    for role in AccessRole
)
WHO = read_who(way.name for way in all_ways())
UNSAFE = [
    route
    for route, roles in WHO.items()
    if not route.startswith("GET ") and roles & STAFF
]


@dataclass
class Inside:
    """Somebody who is logged in."""

    server: Server
    cookie: str
    token: str

    def ask(self, route: str, body: object = None, **headers: str) -> Answer:
        """Ask as she does, with her token; headers come last."""
        method, _, path = route.partition(" ")
        path = re.sub(r"{\w+}", "x", path)
        sent = {"Cookie": self.cookie, "X-CSRF-Token": self.token}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "POST" and body is None:
            body = {}
        sent = {name: value for name, value in sent.items() if value}
        return self.server.ask(path, body, method=method, headers=sent)


def log_in(
    server: Server, who: str, password: str, at: str = "", **headers: str
) -> Answer:
    """Try to log in, as if from the address *at*."""
    sent = {"Content-Type": "application/json"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    if at:
        sent["X-Forwarded-For"] = at
    order = {"who": who, "password": password}
    return server.ask("/api/session", order, headers=sent)


def inside(server: Server, who: str, password: str) -> Inside:
    """Log in, well."""
    found = log_in(server, who, password)
    assert found.status == 200, found.text
    cookie = found.headers["set-cookie"].partition(";")[0]
    return Inside(server, cookie, found.json["token"])


@pytest.fixture(name="shop", scope="module")
def _shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = new_served_shop(tmp_path_factory.mktemp("staff") / "shop")
    with (folder / "shop.toml").open("a", encoding="utf-8") as file:
        file.write(PEOPLE)
    return folder


@pytest.fixture(name="passwords", scope="module")
def _passwords(shop: Path) -> dict[str, str]:
    return {role: bootstrap.set_password(shop, role, None)[1] for role in AccessRole}


@pytest.fixture(name="server", scope="module")
def _server(shop: Path, passwords: dict[str, str]) -> Iterator[Server]:
    assert passwords
    with running(shop, "--no-rounds") as server:
        yield server


@pytest.fixture(name="owner")
def _owner(server: Server, passwords: dict[str, str]) -> Inside:
    return inside(server, "owner", passwords["owner"])


def test_the_cookie_is_of_this_host_alone_and_no_script_reads_it(
    server: Server, passwords: dict[str, str]
) -> None:
    """`__Host-` asks for Secure, a path of / and no domain."""
    found = log_in(server, "owner", passwords["owner"])
    assert re.fullmatch(
        "__Host-shopkeeper=[0-9a-f]{64}; HttpOnly; Secure; SameSite=Strict; Path=/",
        found.headers["set-cookie"],
    )
    assert found.headers["cache-control"] == "no-store"
    assert found.json["roles"] == ["owner"]


@pytest.mark.parametrize("role", list(AccessRole))
def test_each_role_may_do_what_the_file_says_and_nothing_else(
    server: Server, passwords: dict[str, str], role: str
) -> None:
    """Route by role, as reviewed: let in, or 403, or 401 where no session counts."""
    her = inside(server, role, passwords[role])
    leaves = ("DELETE", "POST /logout")  # the last thing she does
    for route, roles in sorted(WHO.items(), key=lambda one: one[0].startswith(leaves)):
        if Role.ANYONE in roles or Role.NEAR in roles:
            continue
        status = her.ask(route).status
        if not roles & STAFF:
            assert status == 401, route
        elif Role(role) in roles:
            assert status not in (401, 403), (route, status)
        else:
            assert status == 403, route
    assert her.ask("GET /api/session").status == 401  # she logged out above


@pytest.mark.parametrize("route", UNSAFE)
def test_what_changes_something_asks_for_her_token_and_her_own_page(
    server: Server, passwords: dict[str, str], owner: Inside, route: str
) -> None:
    """No token, another's token, another origin, another site: 403, each of them."""
    other = inside(server, "owner", passwords["owner"])
    host = f"127.0.0.1:{server.port}"
    forged = [
        {"X_CSRF_Token": ""},
        {"X_CSRF_Token": other.token},
        {"X_CSRF_Token": "0" * 64},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://{host}.evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ]
    for headers in forged:
        found = owner.ask(route, **headers)
        assert found.status == 403, (route, headers)
    assert owner.ask("GET /api/session").status == 200
    honest = {"Origin": f"http://{host}", "Sec_Fetch_Site": "same-origin"}
    assert owner.ask(route, **honest).status not in (401, 403)


def test_there_are_unsafe_routes_to_be_tried() -> None:
    """The test above tries something."""
    assert "POST /api/quarantine/replay" in UNSAFE
    assert "DELETE /api/session" in UNSAFE


def test_a_page_of_somebody_else_cannot_log_anybody_in(
    server: Server, passwords: dict[str, str]
) -> None:
    """Nor a form of hers: it cannot send JSON."""
    good = passwords["admin"]
    found = log_in(server, "admin", good, Origin="https://evil.example")
    assert found.status == 403
    assert log_in(server, "admin", good, Content_Type="text/plain").status == 400
    assert server.ask("/api/session", method="OPTIONS").status == 405


def test_another_password_ends_every_other_session(
    server: Server, shop: Path, owner: Inside
) -> None:
    """And the new one opens; a weak one is refused."""
    made = bootstrap.set_password(shop, "sponsor", None)[1]
    time.sleep(0.3)
    here, there = (inside(server, "sponsor", made) for _ in range(2))
    route = "POST /api/session/password"
    assert here.ask(route, {"old": made, "new": "short"}).status == 400
    assert here.ask(route, {"old": "x" * 20, "new": "other words here"}).status == 400
    changed = here.ask(route, {"old": made, "new": "other words here"})
    assert changed.status == 200
    assert there.ask("GET /api/session").status == 401
    assert here.ask("GET /api/session").status == 401  # its cookie is a new one
    assert (
        inside(server, "sponsor", "other words here")
        .ask("GET /api/session")
        .json["staff"]
        == "sponsor"
    )
    assert owner.ask("GET /api/session").status == 200


def test_whoever_is_taken_out_is_out_in_a_second(server: Server, shop: Path) -> None:
    """While the server runs, by the command."""
    password = bootstrap.set_password(shop, "analysis", None)[1]
    time.sleep(0.3)
    her = inside(server, "analysis", password)
    assert command("staff", "remove", "analysis", "--shop", str(shop)).code == 0
    until = time.monotonic() + 1
    while her.ask("GET /api/session").status == 200:
        assert time.monotonic() < until, "still in after a second"
        time.sleep(0.05)
    assert log_in(server, "analysis", password).status == 403
    assert command("staff", "remove", "analysis", "--shop", str(shop)).code != 0


def test_wrong_passwords_get_slow_and_the_owner_gets_in(
    server: Server, passwords: dict[str, str]
) -> None:
    """Forty from elsewhere: a few are looked at; she comes in from where she was."""
    at_home, elsewhere = "192.0.2.50", "198.51.100.50"
    good = passwords["development"]
    assert log_in(server, "development", good, at_home).status == 200
    tried = [log_in(server, "development", f"wrong-{n}", elsewhere) for n in range(40)]
    statuses = [one.status for one in tried]
    assert statuses.count(403) <= 8
    assert set(statuses) == {403, 429}
    assert int(tried[-1].headers["retry-after"]) >= 1
    assert log_in(server, "development", good, elsewhere).status == 429
    assert log_in(server, "development", good, at_home).status == 200


def test_nobody_learns_by_the_time_who_has_an_account(server: Server) -> None:
    """Unknown and known are as slow; the middle of five each, from fresh places."""
    took: dict[str, list[float]] = {"content": [], "nobody-of-ours": []}
    for number in range(5):
        for who, times in took.items():
            began = time.perf_counter()
            log_in(server, who, "wrong words here", f"203.0.113.{number}")
            times.append(time.perf_counter() - began)
    known, unknown = (statistics.median(one) for one in took.values())
    assert 0.5 < known / unknown < 2, took  # two cores, and others at work on them


def test_no_password_and_no_cookie_stands_anywhere_in_the_folder(
    server: Server, shop: Path, passwords: dict[str, str], owner: Inside
) -> None:
    """What is kept is argon2id; the log names staff by id and tells no secret."""
    assert owner.ask("GET /api/quarantine").status == 200
    text = b"".join(one.read_bytes() for one in shop.rglob("*") if one.is_file())
    log = "".join(server.errors).encode()
    for secret in (*passwords.values(), owner.cookie.split("=")[1], owner.token):
        assert secret.encode() not in text + log
    assert (shop / ".shopkeeper/staff").stat().st_mode & 0o077 == 0
    assert b"$argon2id$v=19$m=65536,t=3,p=4$" in text


def test_logging_in_stands_in_the_audit(shop: Path, owner: Inside) -> None:
    """By her id."""
    assert owner.ask("GET /api/session").status == 200
    found = command("audit", "show", "--json", "--last", "0", "--shop", str(shop))
    assert ("owner", "logged in") in {
        (one["actor"], one["action"]) for one in found.json()
    }


def test_a_key_that_has_a_pace_is_held_to_it(server: Server, shop: Path) -> None:
    """429 with Retry-After beyond it; other keys go on; nothing is lost silently."""
    slow = bootstrap.new_access_key(shop, "api", None, per_second=5)[1]
    fast = new_key(shop, "api")
    time.sleep(0.3)
    statuses = [server.ask("/api/quarantine", key=slow).status for _ in range(40)]
    assert statuses[:10] == [200] * 10
    assert 429 in statuses
    assert server.ask("/api/quarantine", key=fast).status == 200
    time.sleep(0.5)
    assert server.ask("/api/quarantine", key=slow).status == 200


def test_the_password_can_be_read_from_a_pipe(shop: Path) -> None:
    """For those who make their own; a short one is refused."""
    words = "staff", "add", "experience", "--ask", "--shop", str(shop)
    for line, code in (("my own four words\n", 0), ("short\n", 2)):
        process = started(words, stdin=subprocess.PIPE)
        out, err = process.communicate(line, timeout=60)
        assert (process.returncode, out) == (code, ""), err
    listed = command("staff", "list", "--json", "--shop", str(shop)).json()
    assert {"experience"} <= {one["staff"] for one in listed}
