"""She alone, online, is she among everybody, by night: known and decided alike."""

from __future__ import annotations

import dataclasses
import json
import shutil

import numpy as np
import pytest

from shopkeeper import bootstrap
from shopkeeper.bootstrap import _looking_at
from shopkeeper.flow.deciding import programme
from shopkeeper.flow.knowing import Aliases, current_ids, gather, gather_some
from shopkeeper.flow.online import Online, Visitor, make_ready
from shopkeeper.flow.segment import Call, Trust
from shopkeeper.flow.since_round import events_since_round
from shopkeeper.flow.tracking import keep, open_wires, sort_out
from shopkeeper.flow.wondering import case_now
from tests.builders.pages import page_shop
from tests.builders.server import new_key, running, start
from tests.builders.shop import NOW


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory):
    shop = page_shop(tmp_path_factory.mktemp("alone") / "shop")
    shop.write(
        "exports/crm.csv",
        (shop.folder / "exports/crm.csv").read_text(encoding="utf-8")
        + "ann,Ann,home@corner.example\nbob,Bob,home@corner.example\n",
    )
    shop.work(NOW, send=False)
    return shop.folder


def test_alone_she_is_known_as_among_everybody(folder) -> None:
    """Facts, stage, words, consents, who shares an address; held in memory or not."""
    with bootstrap.shop_at(folder, writable=False) as house:
        everybody = gather(house, now=NOW)
        aliases = Aliases(current_ids(house))
        assert len(everybody) >= 4
        assert any(one.housemates for one in everybody.values())
        with _looking_at(folder) as (looking, load):
            load()
            for name, hers in everybody.items():
                for here in (house, looking):
                    (alone,) = gather_some(here, [name], aliases, now=NOW).values()
                    assert dataclasses.replace(
                        alone, housemates=()
                    ) == dataclasses.replace(hers, housemates=())
                    mates = {one.id for one in alone.housemates}
                    assert mates == {one.id for one in hers.housemates}


def test_her_moment_is_the_one_a_round_decides_by(folder) -> None:
    """The same needs, the same stage, from the same facts."""
    with bootstrap.shop_at(folder, writable=False) as house, house.together():
        plans = programme(house, now=NOW)
        online = Online(house, make_ready(house, now=NOW), name="test")
        for name, hers in gather(house, now=NOW).items():
            by_night = case_now(house, hers, plans, now=NOW).moment
            assert online.moment(name, now=NOW) == by_night


def test_what_could_not_be_kept_was_never_decided(folder) -> None:
    """It is decided anew, and has to be kept anew."""
    with bootstrap.shop_at(folder, writable=False) as house:
        online = Online(house, make_ready(house, now=NOW), name="test")
        jenny = Visitor(source="website", user_id="jenny")
        _, first = online.decide(jenny, ["hero"], now=NOW)
        assert online.decide(jenny, ["hero"], now=NOW)[1] == []
        online.take_back(first[0].person)
        _, again = online.decide(jenny, ["hero"], now=NOW)
        assert len(again) == 1
        assert again[0].id != first[0].id


def test_after_any_prefix_of_events_it_is_as_rebuilt(folder, tmp_path) -> None:
    """Seed 3: orders, refusals, looks, of people known and not, one after the other."""
    dice = np.random.default_rng(3)
    kinds: list[dict] = [
        {"event": "Order Completed"}, {"event": "Product Viewed"},
        {"event": "x", "traits": {"email_opt_in": False}},
        {"event": "x", "traits": {"newsletter": True}},
    ]  # fmt: skip
    seen = set()
    shutil.copytree(folder, tmp_path / "shop")
    with bootstrap.shop_at(tmp_path / "shop") as house:
        open_wires(house)
        online = Online(house, make_ready(house, now=NOW), name="online")
        people = {one.id for one in gather(house, now=NOW).values()}
        for number in range(30):
            said = dict(kinds[int(dice.integers(0, len(kinds)))])
            user = ["jenny", "omar", "ann", "nobody"][int(dice.integers(0, 4))]
            said |= {"type": "track", "userId": user, "messageId": f"prefix-{number}"}
            call = Call(Trust.SERVER, lambda *_: False, NOW, lambda: "an id")
            raw = json.dumps(said).encode()
            parcel = sort_out("segment", "website", [raw], [call])
            keep(house, [parcel], now=NOW)
            for event in parcel.events:
                online.happened("website", event.cells, at=NOW)
            rebuilt = Online(house, make_ready(house, now=NOW), name="rebuilt")
            for source, cells, at in events_since_round(house, {"website"}):
                rebuilt.happened(source, cells, at=at)
            for name in people:
                assert online.moment(name, now=NOW) == rebuilt.moment(name, now=NOW)
                here, there = (one.known(name, now=NOW) for one in (online, rebuilt))
                assert here == there, number
                seen.add(repr(here.recipients))
    assert len(seen) > len(people)  # something happened


def test_what_she_ordered_counts_after_a_restart_too(folder) -> None:
    """It is in the ledger, and no round has seen it."""
    write, asks = new_key(folder, "write"), new_key(folder, "api")
    wanted = {"person": {"user_id": "jenny"}, "slots": ["due"]}

    def words(server) -> str | None:
        found: list[dict] = server.ask("/api/decide", wanted, key=asks).json
        return found[0]["value"]

    server = start(folder, "--no-rounds")
    assert words(server) == "Your Dark roast may be running low."
    event = {"event": "Order Completed", "userId": "jenny", "messageId": "before"}
    assert server.ask("/v1/track", event, key=write).status == 200
    server.kill()
    with running(folder, "--no-rounds") as again:
        assert words(again) is None


def test_the_next_round_knows_of_the_order_as_the_page_did(folder) -> None:
    """Online state equals what is rebuilt: nothing is due by night, either."""
    with bootstrap.shop_at(folder) as house:
        from shopkeeper.flow.rounds import work_round  # noqa: PLC0415

        later = NOW.replace(day=4)
        work_round(house, lambda one: bootstrap.table_readers(folder, one), now=later)
        (jenny,) = [
            one
            for one in gather(house, now=later).values()
            if "Jenny" in {str(fact.value) for fact in one.facts}
        ]
        assert "usual.due_on" not in {fact.about for fact in jenny.facts}
        assert jenny.bought_at is not None
        assert jenny.bought_at.date() == NOW.date()
