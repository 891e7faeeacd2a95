"""`shopkeeper recognise --html`: one page, for people, of whatever the files hold."""

from __future__ import annotations

import itertools
import re

from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from shopkeeper.cli.page_style import STYLE
from shopkeeper.cli.recognise_pairs import called, pair
from shopkeeper.flow.recognise_examples import Alike, Cell, Line, Pair, RolledUp
from tests.acceptance.recognise import command
from tests.acceptance.recognise.command import table


VOID = {"meta", "br", "col"}
UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
CRM = [
    {"record_id": f"c{number}", "name": name, "born": born, "email": email}
    for number, (name, born, email) in enumerate(
        [
            ("Ann Oak", "1970-02-03", "ann@oak.example"),
            ("Kim Ash", "1981-04-05", "us@ash.example"),
            ("Lee Ash", "1983-06-07", "us@ash.example"),
            ("Joy Fir", "1992-08-09", "n/a"),
        ]
    )
]
ORDERS = [
    {"record_id": "o1", "email": "ANN@oak.example", "zq17": "x"},
    {"record_id": "o2", "email": "max@bay.example", "zq17": "y"},
]
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "heading": "</style></bdi></td><h1>owned</h1>",
    "entity": "javascript:alert(1)//&lt;b&gt;",
    "turned": "\u202egnp.exe\u2066\u200f",
    "bell": "\x00\x1b[31m\x07\u2028bell",
    "piled": "Z" + "\u0336\u0322\u0341\u0315" * 9 + "algo",
    "long": "M" * 10_000,
}
PILED = re.compile(r"[\u0300-\u036f]{4}")


class Page(HTMLParser):
    """A page, read strictly: what is opened is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.words = ""
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it, and that it is open."""
        if len(dict(attrs)) != len(attrs):
            self.wrong.append(f"<{tag}> has an attribute twice")
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        """Only what was opened last may end."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> ends what is not open")

    def handle_data(self, data: str) -> None:
        """Keep the words that a reader sees."""
        if "style" in self.open:
            return
        self.words += data
        if any(tag in self.open for tag in ("h1", "h2", "h3", "h4")):
            level, said = self.headings[-1]
            self.headings[-1] = (level, said + data)


def run(*words: object, code: int = 0) -> str:
    """Run the command, insist on its exit code; return what it told."""
    return command.run(*words, code=code)[1]


def check(text: str) -> Page:
    """Insist on what holds for every page; return it as read."""
    page = Page(text)
    assert page.wrong == []
    assert page.open == []
    assert text.startswith("<!doctype html>")
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "base", "form"}
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for tag, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on") or name == "src"]
        if "href" in attrs:
            assert tag == "a"
            assert attrs["href"] in {f"#{one}" for one in ids}
    assert not re.search(r"url\(|@import|https?:", text)
    levels = [level for level, _ in page.headings]
    assert levels.count(1) == 1 == levels[0]
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    assert [tag for tag, _ in page.tags].count("table") == text.count("<caption")
    return page


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> list[Path]:
    return [
        table(tmp_path / "crm.parquet", CRM),
        table(tmp_path / "orders.parquet", ORDERS),
    ]


def test_the_numbers_of_the_page_are_those_of_the_people_file(files, tmp_path):
    """Whoever opens both must not find two truths."""
    out, html = tmp_path / "people.parquet", tmp_path / "report.html"
    said = run(*files, "--out", out, "--html", html)
    page = check(html.read_text("utf-8"))
    people = pq.read_table(out).to_pylist()
    persons = len({row["person_id"] for row in people})

    assert (len(people), persons) == (6, 5)
    assert page.headings[0] == (1, "5 persons in 6 records")
    assert "from 2 files; 1 of these persons has several records" in page.words
    assert "6 records, 5 persons" in said
    assert "1 record4" in page.words
    assert "2 records1" in page.words


def test_the_page_names_sources_columns_and_joins(files, tmp_path):
    """How complete, what nobody understood, who was joined and why."""
    html = tmp_path / "report.html"
    run(*files, "--html", html)
    page = check(html.read_text("utf-8"))

    assert [said for level, said in page.headings if level == 2][1:] == [
        "How complete the sources are",
        "What was joined",
        "What is in doubt",
        "Who has the most records",
        "What several people share",
        "How it was decided",
    ]
    assert "4 records of 4 persons" in page.words
    assert "Nobody understood zq17; it counts for little." in page.words
    assert "One person: same e-mail (ann@oak.example)" in page.words
    assert "1 value stands beside a few given names" in page.words
    assert "What it cannot know" in page.words


def test_what_is_masked_in_the_log_is_masked_on_the_page(tmp_path):
    """In the list of values that join nobody."""
    names = ["Ann Oak", "Kim Ash", "Lee Elm", "Joy Fir", "Max Bay", "Una Yew"]
    rows = [{"name": name, "phone": "07120361140"} for name in names]
    html = tmp_path / "report.html"
    said = run(table(tmp_path / "crm.parquet", rows), "--html", html)
    text = html.read_text("utf-8")

    assert "phone +447…40 stands beside 6" in said
    assert "+447…40" in text
    assert "7120361140" not in text


@pytest.mark.parametrize("place", ["value", "column", "record_id", "silo", "file"])
@pytest.mark.parametrize("evil", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_harmless(tmp_path, place, evil):
    """Markup, letters that turn the line around or ring a bell, and very many."""
    rows = [dict(row, city=f"Leith {at // 2}", note="") for at, row in enumerate([
        {"record_id": "a", "name": "Ann Oak"}, {"record_id": "b", "name": "Ann Oak"},
        {"record_id": "c", "name": "Kim Ash"}, {"record_id": "d", "name": "Kim Ash"},
    ])]  # fmt: skip
    name = "crm.parquet"
    if place == "value":
        rows = [{**row, "name": f"{row['name']} {evil}", "note": evil} for row in rows]
    elif place == "column":
        rows = [{**row, evil: f"x{at // 2}"} for at, row in enumerate(rows)]
    elif place == "record_id":
        rows = [{**row, "record_id": f"{evil}{at}"} for at, row in enumerate(rows)]
    elif place == "silo":
        rows = [{**row, "silo": evil} for row in rows]
    elif "\x00" not in evil and len(evil) < 100:
        name = f"{evil.replace('/', '_')}.parquet"
    html = tmp_path / "report.html"
    run(table(tmp_path / name, rows), "--html", html)
    text = html.read_text("utf-8")
    check(text)

    assert "<script" not in text
    assert not UNSEEN.search(text)
    assert "M" * 100 not in text
    assert len(text) < 100_000


@pytest.mark.parametrize("evil", HOSTILE.values(), ids=HOSTILE.keys())
def test_words_between_values_are_harmless_too(evil):
    """They name columns, which have any names."""
    line = Line(field=evil, a=evil, b="", weight=-1.0)
    cell = Cell(evil, evil, "")
    alike = Alike(says=(evil,), records=(evil,), count=1, sources=(evil,))
    others = RolledUp(count=1, alike=(alike,))
    shown = Pair(
        records=(evil, evil), names=(evil, ""), sources=(evil, evil), same=False,
        confidence=0.5, prior=0.0, score=-1.0, lines=(line,),
        says=(f"same {evil} (", evil, ")"), others=(others, others), cells=(cell,),
        more_cells=0,
    )  # fmt: skip
    text = pair(shown, called(shown))
    page = Page(text)

    assert (page.wrong, page.open) == ([], [])
    assert {tag for tag, _ in page.tags} <= {
        "article", "h3", "bdi", "p", "table", "caption", "colgroup", "col", "thead",
        "tbody", "tfoot", "tr", "th", "td", "span", "small", "details", "summary",
        "ul", "li",
    }  # fmt: skip
    assert not UNSEEN.search(text)
    assert not PILED.search(text)
    assert len(text) < 10_000


def test_every_value_is_kept_apart_from_what_stands_beside_it(tmp_path):
    """Hebrew beside a number must not swap the two."""
    rows = [
        {"record_id": key, "name": "שרה כהן", "email": "sarah@cohen.example"}
        for key in "ab"
    ]
    html = tmp_path / "report.html"
    run(table(tmp_path / "crm.parquet", rows), "--html", html)
    text = html.read_text("utf-8")
    check(text)

    shown = [found.start() for found in re.finditer("שרה", text)]
    assert shown
    assert all(text[:at].rfind("<bdi>") > text[:at].rfind("</bdi>") for at in shown)


def test_two_runs_give_the_same_page(files, tmp_path):
    """No clock, no dice."""
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for page in pages:
        run(*files, "--html", page)

    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_persons_keep_their_ids_on_the_page(files, tmp_path):
    """As --previous has them in the people file."""
    out, html = tmp_path / "people.parquet", tmp_path / "report.html"
    previous = tmp_path / "earlier.parquet"
    table(previous, [{"record_id": "o1", "person_id": "ann"}])
    run(*files, "--out", out, "--html", html, "--previous", previous)

    assert "ann" in pq.read_table(out)["person_id"].to_pylist()
    assert "in the people file she is ann" in Page(html.read_text("utf-8")).words


def test_one_record_gives_a_page(tmp_path):
    """Empty parts say why they are empty."""
    html = tmp_path / "report.html"
    run(table(tmp_path / "crm.parquet", CRM[:1]), "--html", html)
    page = check(html.read_text("utf-8"))

    assert page.headings[0] == (1, "1 person in 1 record")
    assert "Nobody has two records" in page.words
    assert "plainly one person or plainly two" in page.words


def test_a_place_that_cannot_be_written_is_one_sentence(files, tmp_path):
    """Where, what, and what to do; and nothing is left there."""
    said = run(*files, "--html", tmp_path / "nowhere" / "report.html", code=2)

    assert "nowhere/report.html cannot be written" in said
    assert not (tmp_path / "nowhere").exists()


def _light(colour: str) -> float:
    """Return relative luminance; WCAG 2.2, "relative luminance"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_ink_can_be_read_on_every_paper():
    """WCAG 2.2, 1.4.3 (AA): 4.5 to 1, by day and by night."""
    day, night = (
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", part))
        for part in STYLE.split("prefers-color-scheme: dark")
    )

    for colours in (day, night):
        for ink in ("ink", "soft", "accent", "warn", "desk", "web", "post"):
            for paper in ("paper", "card"):
                low, high = sorted(_light(colours[one]) for one in (ink, paper))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, paper)
