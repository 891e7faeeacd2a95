"""A plan's file is read as contracted; signing adds to it and changes nothing."""

from __future__ import annotations

import re
import tomllib

from datetime import date, timedelta
from pathlib import Path

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.adapters.files.plan_toml import (
    find_plan,
    read_plan,
    read_plans,
    write_signature,
)
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    Measure,
    Predicates,
    Signature,
    SigningRole,
)
from tests.builders import utc


CONTRACTED = """\
key = "running-low"
owner = "priya"
sponsor = "mara"                 # leadership; not the owner
intent = "save her a trip"       # and whether it sells:
sells = true
brand_promise = "we remember, so you need not"
starts = 2026-03-01
ends = 2026-06-01
review_by = 2026-04-01
holdout = 0.1

[[steps]]
key = "first"
content = "running-low"
channels = ["email"]
audience = "stage in (regular, drifting) and not problem.current"
need = "usual.due_on within 7 days"
measure = {outcome = "purchase", within = "30 days", better = "more", target = "+2 %"}
fallback = "silence"             # or another content key, or "human"
needs_specific = false
again_after = "60 days"
"""
SIGNATURE = Signature(
    role=SigningRole.CONTENT,
    person="mara",
    at=utc("2026-02-27 16:00:00.000123"),
    over="sha256:" + "a" * 64,
)


def file_of(folder: Path, text: str) -> Path:
    """Write a plan's file."""
    path = folder / "running-low.toml"
    path.write_bytes(text.encode())
    return path


def test_the_contracted_example_is_read_whole(tmp_path: Path) -> None:
    """contracts.md, section 3."""
    plan = read_plan(file_of(tmp_path, CONTRACTED), Predicates())
    assert (plan.owner, plan.sponsor, plan.sells) == ("priya", "mara", True)
    assert (plan.starts, plan.ends) == (date(2026, 3, 1), date(2026, 6, 1))
    (step,) = plan.steps
    assert step.channels == (Channel.EMAIL,)
    assert step.measure == Measure(
        outcome="purchase", within=timedelta(days=30), better="more", target="+2 %"
    )
    assert step.again_after == timedelta(days=60)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("sponsor =", "sponser =", "unknown key `sponser`: did you mean `sponsor`"),
        ("audience =", "audiance =", "`steps.audiance`: did you mean `steps.audience`"),
        ('within = "30', 'in = "30', "unknown key `steps.measure.in`: .*within`"),
        ('["email"]', '["mail"]', "`steps.channels` is 'mail', unknown: .*`email`"),
        ("starts = 2026-03-01", 'starts = "soon"', "`starts` must be a day such as"),
        ("holdout = 0.1", "holdout = 10", "`holdout` must be from 0 to 1"),
        ("sells = true", 'sells = "yes"', "`sells` must be true or false"),
        ('"60 days"', '"60"', "`steps.again_after` must be a length of time"),
        ('better = "more"', 'better = "up"', '`steps.measure.better` must be "more"'),
        ('target = "+2 %"', 'target = "lots"', "`steps.measure.target` must be"),
        ('key = "first"', 'key = "a/b"', "`steps.key` must be a name"),
        ("stage in", "stge in", "audience`, line 1, column 1: unknown name `stge`"),
        ("7 days", "7 dys", "need`, line 1, column 21: expected a length of time"),
        ("[[steps]]", "[steps]", "`steps` must be tables: write"),
        ('key = "running-low"\n', "", "the file has no `key`"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    """In the file's own lines, expressions included."""
    assert CONTRACTED.count(old) >= 1
    line = CONTRACTED.count("\n", 0, CONTRACTED.index(old)) + 1
    path = file_of(tmp_path, CONTRACTED.replace(old, new, 1))
    with pytest.raises(BadInput, match=says) as caught:
        read_plan(path, Predicates())
    assert f"running-low.toml, line {line}: " in str(caught.value)


def test_two_steps_of_one_key_are_refused(tmp_path: Path) -> None:
    """A step is named by its key in decisions."""
    text = CONTRACTED + CONTRACTED[CONTRACTED.index("[[steps]]") :]
    with pytest.raises(BadInput, match=r"line 23: the step 'first' stands twice"):
        read_plan(file_of(tmp_path, text))


def test_a_plan_may_be_read_before_it_is_finished(tmp_path: Path) -> None:
    """What is not there arrives empty, for `plan check` to name."""
    text = (
        'key = "a"\nsells = false\nstarts = 2026-03-01\nends = 2026-03-02\n'
        'review_by = 2026-03-01\n[[steps]]\nkey = "first"\n'
    )
    plan = read_plan(file_of(tmp_path, text))
    (step,) = plan.steps
    assert (plan.owner, step.audience, step.fallback) == ("", "", "")
    assert step.measure.outcome == ""


def test_a_plan_that_is_not_there_is_named(tmp_path: Path) -> None:
    """One sentence, and no traceback."""
    with pytest.raises(BadInput, match=r"gone\.toml: No such file"):
        read_plan(tmp_path / "gone.toml")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n", "\n# a last word"])
def test_signing_appends_and_leaves_every_other_byte(
    tmp_path: Path, end: str, last: str
) -> None:
    """Comments, order and line ends are the owner's."""
    text = (CONTRACTED.rstrip("\n") + last).replace("\n", end)
    path = file_of(tmp_path, text)
    path.chmod(0o640)
    first = write_signature(path, SIGNATURE)
    assert path.read_bytes().startswith(text.encode())
    assert first.signatures == (SIGNATURE,)
    once = path.read_bytes()
    write_signature(path, SIGNATURE)
    assert path.read_bytes().startswith(once)
    assert read_plan(path).signatures == (SIGNATURE, SIGNATURE)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["running-low.toml"]
    assert (b"\r\n" in path.read_bytes()) is (end == "\r\n")


def test_a_file_that_can_take_no_signature_is_left_as_it_was(tmp_path: Path) -> None:
    """An inline list of signatures cannot be added to."""
    text = "signatures = []\n" + CONTRACTED
    path = file_of(tmp_path, text)
    with pytest.raises(BadInput, match="line 1: `signatures` is written by"):
        write_signature(path, SIGNATURE)
    assert path.read_text() == text


@settings(deadline=None)
@given(person=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_a_signature_reads_back_as_itself(
    tmp_path_factory: pytest.TempPathFactory, person: str
) -> None:
    """Whatever the signer's id is made of."""
    if not person.strip():
        return
    path = file_of(tmp_path_factory.mktemp("plan"), CONTRACTED)
    signature = Signature(
        role=SIGNATURE.role, person=person, at=SIGNATURE.at, over=SIGNATURE.over
    )
    assert write_signature(path, signature).signatures == (signature,)
    assert tomllib.loads(path.read_text("utf-8"))["signatures"][0]["person"] == person


def test_a_shops_plans_are_read_by_key_and_found(tmp_path: Path) -> None:
    """The file's name is the owner's own affair, the key is not."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "b.toml").write_text(CONTRACTED)
    (folder / "z.toml").write_text(CONTRACTED.replace("running-low", "again", 1))
    assert [plan.key for plan in read_plans(tmp_path)] == ["again", "running-low"]
    assert find_plan(tmp_path, "running-low") == folder / "b.toml"
    with pytest.raises(BadInput, match=r"no plan `runing`: did you mean `running-low`"):
        find_plan(tmp_path, "runing")
    (folder / "c.toml").write_text(CONTRACTED)
    with pytest.raises(BadInput, match=re.escape("c.toml has the key of")):
        read_plans(tmp_path)


def test_a_shop_without_plans_has_none(tmp_path: Path) -> None:
    """An empty shop is a shop."""
    assert read_plans(tmp_path) == ()
    with pytest.raises(BadInput, match="has no plan `a`: write it first"):
        find_plan(tmp_path, "a")
