"""The code for her page over a real wire: to her alone, and only where mail may go."""

from __future__ import annotations

import re

from datetime import timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.her_code import send_code
from shopkeeper.flow.knowing import current_ids
from shopkeeper.flow.preferring import Change, change
from shopkeeper.vocabulary import Channel
from tests.builders.shop import NOW
from tests.faults.sink import sink
from tests.faults.stage import Stage, address, set_stage


CODE = "abcd2345"


@pytest.fixture(name="stage")
def _stage(tmp_path: Path) -> Stage:
    return set_stage(tmp_path / "shop", 3)


def person_of(house, number: int) -> str:
    """Return whose an address is."""
    for one in house.identity.identifiers(list(house.identity.seniority())):
        if one.identifier.value == address(number):
            return current_ids(house)[one.person]
    raise AssertionError(number)


def sent(stage: Stage, port: int, number: int = 0, code: str = CODE) -> str:
    """Send her a code; return what became of it."""
    stage.settings(port=port)
    with bootstrap.shop_at(stage.folder, writable=False) as house:
        return send_code(house, person_of(house, number), code, now=NOW)


def test_it_goes_to_her_alone_once_two_people_let_mail_reach_people(stage) -> None:
    """One envelope, one recipient, service, and no link that anybody could follow."""
    with sink(keep=True) as server:
        assert "two people" in sent(stage, server.port)
        stage.settings(port=server.port)
        stage.agree()
        assert sent(stage, server.port) == "sent"
    ((_, to),) = server.envelopes
    assert to == [address(0)]
    mail = BytesParser(policy=policy.default).parsebytes(server.raw[0])
    assert mail["To"] == address(0)
    assert mail["List-Unsubscribe"] is None
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert re.search(rf"^    {CODE}$", text, re.MULTILINE)
    assert "http" not in text
    with bootstrap.shop_at(stage.folder, writable=False) as house:
        assert CODE not in str(house.outbox.all())


def test_it_is_kept_back_where_she_said_no_or_everything_is_stopped(stage) -> None:
    """A pause keeps it not: she could not come back."""
    with sink(keep=True) as server:
        stage.settings(port=server.port)
        stage.agree()
        with bootstrap.shop_at(stage.folder) as house:
            no = Change(channels={Channel.EMAIL: False})
            change(house, person_of(house, 1), no, now=NOW)
            rest = Change(pause_until=NOW + timedelta(days=9))
            change(house, person_of(house, 2), rest, now=NOW)
        assert "no address" in sent(stage, server.port, 1)
        assert sent(stage, server.port, 2) == "sent"
        with bootstrap.shop_at(stage.folder) as house:
            house.plan_book.stop_all(by="mara", at=NOW)
        assert sent(stage, server.port) == "everything is stopped"
    assert [to for _, to in server.envelopes] == [[address(2)]]


def test_a_server_that_is_away_is_no_error_of_hers(stage) -> None:
    """She may ask again; nothing is kept that would go later."""
    stage.settings(port=1)
    stage.agree()
    assert sent(stage, 1) == "approved"
    with bootstrap.shop_at(stage.folder, writable=False) as house:
        assert {one.content for one in house.outbox.all()} <= {"hello"}
