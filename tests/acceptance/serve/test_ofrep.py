"""OpenFeature's clients, unmodified, ask for the words of a page."""

from __future__ import annotations

import hmac
import json
import shutil
import subprocess

from pathlib import Path

import pytest

from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext
from openfeature.flag_evaluation import Reason

from tests.builders.pages import SLOTS, page_shop
from tests.builders.server import new_key, running


JS = Path(__file__).parents[2] / "browser"
NODE = shutil.which("node")
CHROMIUM = shutil.which("chromium")
OWN = "The page's own words"
HELLO = "Hello Jenny, good to see you."


@pytest.fixture(scope="module", name="served")
def _served(tmp_path_factory):
    folder = page_shop(tmp_path_factory.mktemp("flags") / "shop").folder
    keys = {kind: new_key(folder, kind) for kind in ("browser", "api", "identity")}
    with running(folder, "--no-rounds") as server:
        yield server, keys


@pytest.fixture(name="client")
def _client(served):
    server, keys = served
    bearer = {"Authorization": f"Bearer {keys['api']}"}
    api.set_provider(OFREPProvider(server.url, headers_factory=lambda: bearer))
    yield api.get_client()
    api.clear_providers()


def flags(served, key: str = "api", **context: object):
    """Ask for all flags."""
    server, keys = served
    body = {"context": context}
    return server.ask("/ofrep/v1/evaluate/flags", body, key=keys[key])


def test_the_python_provider_gets_her_words(client) -> None:
    """By her user id, with the decision's id, its chance and the reasons."""
    said = client.get_string_details("hero", OWN, EvaluationContext("jenny"))

    assert (said.value, said.reason) == (HELLO, Reason.TARGETING_MATCH)
    assert said.flag_metadata["decisionId"].startswith("d")
    assert said.flag_metadata["propensity"] == pytest.approx(1 - 0.0001 / 2, abs=1e-9)
    assert "Jenny" in said.flag_metadata["why"]


def test_the_python_provider_stays_with_the_pages_own_words(client) -> None:
    """For strangers, for what she did not allow, and for a slot there is not."""
    for slot, who in (("hero", "a-stranger"), ("offer", "jenny")):
        said = client.get_string_details(slot, OWN, EvaluationContext(who))
        assert (said.value, said.reason) == (OWN, Reason.DEFAULT)
        assert said.error_code is None
    gone = client.get_string_details("no-such", OWN, EvaluationContext("jenny"))
    assert gone.value == OWN
    assert str(gone.error_code.value) == "FLAG_NOT_FOUND"
    nameless = client.get_string_details("hero", OWN, EvaluationContext())
    assert nameless.value == OWN
    assert str(nameless.error_code.value) == "TARGETING_KEY_MISSING"


def test_all_flags_at_once_and_304_while_nothing_changed(served) -> None:
    """The tag is of what is said: another person has another."""
    server, keys = served
    first = flags(served, targetingKey="jenny")
    assert {one["key"] for one in first.json["flags"]} == SLOTS.keys()
    assert first.headers["access-control-expose-headers"].startswith("etag")

    def again(tag: str, who: str) -> int:
        return server.ask(
            "/ofrep/v1/evaluate/flags", {"context": {"targetingKey": who}},
            key=keys["api"], headers={"If-None-Match": tag},
        ).status  # fmt: skip

    assert again(first.headers["etag"], "jenny") == 304
    assert again(first.headers["etag"], "omar") == 200
    assert again('"another"', "jenny") == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"{", "PARSE_ERROR"), (b'{"context": 3}', "PARSE_ERROR"),
     (b"{}", "TARGETING_KEY_MISSING"),
     (b'{"context": {"targetingKey": " "}}', "TARGETING_KEY_MISSING")],
)  # fmt: skip
def test_what_cannot_be_evaluated_is_refused_as_the_protocol_says(
    served, body, code
) -> None:
    """One flag and all flags alike."""
    server, keys = served
    for path in ("/ofrep/v1/evaluate/flags/hero", "/ofrep/v1/evaluate/flags"):
        said = server.ask(path, body, key=keys["api"])
        assert said.status == 400
        assert said.json["errorCode"] == code
        assert server.ask(path, body).status == 401


def test_a_page_may_ask_with_a_signed_user_id(served) -> None:
    """Its key is public: an unsigned one is a stranger."""
    _, keys = served
    signature = hmac.new(keys["identity"].encode(), b"jenny", "sha256").hexdigest()
    by_page = {"key": "browser", "targetingKey": "jenny"}
    for context, value in (({"user_hash": signature}, HELLO), ({}, None)):
        found = flags(served, **by_page, **context).json["flags"]
        hero = next(one for one in found if one["key"] == "hero")
        assert hero.get("value") == value
        assert "because" not in hero["metadata"]


@pytest.mark.skipif(
    NODE is None or not (JS / "node_modules" / "@openfeature").is_dir(),
    reason="needs node, and `npm ci --prefix tests/browser`",
)
@pytest.mark.parametrize("where", ["server", "web"])
def test_the_providers_in_javascript(served, where) -> None:
    """The one for servers, and the one for pages, which asks for all at once."""
    server, keys = served
    done = subprocess.run(
        [NODE, "flags.mjs", where, server.url, keys["api"]], cwd=JS, text=True,
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"jenny": HELLO, "a-stranger": OWN}
