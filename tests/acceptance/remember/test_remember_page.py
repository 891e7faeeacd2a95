"""A file of purchases is looked at as people: the regular, the due, the drifting."""

from __future__ import annotations

import re

from contextlib import suppress
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

from shopkeeper.cli import app


START = date(2026, 1, 1)
UNTIL = date(2026, 9, 30)


def _write(path, rows, *, items=True):
    table = {
        "person": [row[0] for row in rows],
        "at": [(START + timedelta(days=row[1])).isoformat() for row in rows],
    }
    if items:
        table["item"] = [row[2] for row in rows]
    pa.csv.write_csv(pa.table(table), path)
    return path


def _page(path, folder):
    html = folder / "page.html"
    with suppress(SystemExit):
        app(
            ["remember", str(path), "--as-of", str(UNTIL), "--out", str(folder / "out"),
             "--html", str(html)]
        )  # fmt: skip
    return html.read_text("utf-8")


def _part(page: str, name: str) -> str:
    return re.split(r"<section ", page.partition(f'id="{name}"')[2])[0]


@pytest.fixture(name="rows", scope="module")
def _rows():
    """Thirty who come every week or two, one who stays away, one who came once."""
    dice = np.random.default_rng(7)
    until = (UNTIL - START).days
    rows = []
    for one in range(30):
        day, every = until - one % 3, 7 + one % 8
        while day >= 0:
            rows.append((f"r{one:02d}", day, f"tea {one % 4}"))
            day -= max(1, round(every * float(np.exp(dice.normal(0, 0.3)))))
    day = until - 14  # about every ten days, and now for fourteen not
    while day >= 0:
        rows.append(("Drift & Away", day, "<b>coffee</b>"))
        day -= max(1, round(10 * float(np.exp(dice.normal(0, 0.3)))))
    return [*rows, ("once", 100, "jam")]


def test_the_page_shows_who_comes_what_is_usual_and_what_is_due(rows, tmp_path):
    """And it draws each of them."""
    page = _page(_write(tmp_path / "orders.csv", rows), tmp_path)

    assert page.count("<h1>") == 1
    regulars = _part(page, "regulars")
    assert "<bdi>r00</bdi>" in regulars
    assert "Bought on" in regulars
    assert regulars.count("<svg") == regulars.count("<li>") == 12
    assert "<bdi>tea 0</bdi>" in _part(page, "usual")
    assert "will be wanted in the 14 days after 30 September 2026" in _part(page, "due")


def test_who_drifts_is_there_by_her_own_rhythm_and_is_no_regular(rows, tmp_path):
    """Silent for 14 days where ten are usual: rare for her, and said so kindly."""
    page = _page(_write(tmp_path / "orders.csv", rows), tmp_path)

    # Escaped, as everything from a file is.
    assert "Drift &amp; Away" in _part(page, "drifting")
    assert "silent for 14 days" in _part(page, "drifting")
    assert "Drift &amp; Away" not in _part(page, "regulars")
    assert "<b>coffee" not in page
    assert "once" not in _part(page, "regulars")


def test_each_stroke_is_a_day_with_a_purchase_and_none_stands_beyond_today(tmp_path):
    """Two lines on one day are one stroke."""
    twice = [("solo", day, item) for day in (0, 90, 180, 272) for item in "ab"]
    page = _page(_write(tmp_path / "orders.csv", twice), tmp_path)

    (drawn,) = re.findall(r"<svg.*?</svg>", _part(page, "regulars"))
    lines = re.findall(r'<line x1="([\d.]+)"', drawn)
    assert len(lines) == 4
    today = float(re.search(r'<rect x="([\d.]+)"', drawn)[1])
    assert all(float(x) <= today for x in lines)


def test_a_file_without_items_says_so(rows, tmp_path):
    """The usual is not guessed; who will come is."""
    page = _page(_write(tmp_path / "visits.csv", rows, items=False), tmp_path)

    assert "does not say what was bought" in _part(page, "usual")
    assert "will come in the 14 days" in _part(page, "due")


def test_a_file_of_one_day_says_it_is_too_early(tmp_path):
    """Nothing is made up of nothing."""
    rows = [(f"p{one}", 200, "tea") for one in range(5)]
    page = _page(_write(tmp_path / "day.csv", rows), tmp_path)

    assert "Nobody has come often enough" in page
    assert "too early to say" in page
    assert "nan" not in page.casefold().replace("finance", "")


def test_a_file_in_which_nobody_had_bought_by_then_says_so(tmp_path):
    """All of it lies in the future."""
    page = _page(_write(tmp_path / "late.csv", [("p", 300, "tea")]), tmp_path)

    assert "Nobody had bought by then." in page


def test_things_are_called_as_people_call_them_last_and_never_by_a_later_name(tmp_path):
    """A code with names: the newest by then; two codes of one name keep their code."""
    days = [(0, "Tea"), (20, "Tea"), (40, "Old tea"), (60, "Fine tea")]
    rows = [("p", day, "T1", name) for day, name in days]
    rows += [("p", 300, "T1", "Future tea")]
    rows += [("p", day, code, "Jam") for day in (0, 30, 60) for code in ("J1", "J2")]
    table = pa.table(
        {
            "customer": [row[0] for row in rows],
            "date": [(START + timedelta(days=row[1])).isoformat() for row in rows],
            "sku": [row[2] for row in rows],
            "product_name": [row[3] for row in rows],
        }
    )
    path = tmp_path / "named.csv"
    pa.csv.write_csv(table, path)
    html = tmp_path / "page.html"
    with suppress(SystemExit):
        app(
            ["remember", str(path), "--as-of", str(START + timedelta(days=70)),
             "--out", str(tmp_path / "out"), "--html", str(html)]
        )  # fmt: skip
    text = html.read_text("utf-8")

    assert "Fine tea" in text
    assert "Future tea" not in text
    assert "Jam (J1)" in text
    assert "Jam (J2)" in text


def test_postage_is_nobodys_usual(rows, tmp_path):
    """It stands on every order, and nobody comes for it: what she came for is shown."""
    paid = [(who, at, "POSTAGE") for who, at, _ in rows]

    page = _page(_write(tmp_path / "orders.csv", [*rows, *paid]), tmp_path)

    assert "POSTAGE" not in page
    assert "<bdi>tea 0</bdi>" in _part(page, "usual")
