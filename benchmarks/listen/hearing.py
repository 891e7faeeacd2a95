# /// script
# requires-python = ">=3.11"
# # aside, for the deadlines only: dateparser==1.5.0; recognizers-text-suite==1.0.2a2
# # with emoji<2, without which it cannot be imported
# ///
"""What `listen` hears, beside keyword rules, dateparser and recognizers-text.

uv run python benchmarks/listen/hearing.py               prints the table
uv run python benchmarks/listen/hearing.py --write       into RESULTS.md, too
uv run python benchmarks/listen/hearing.py --no-peers    without the two libraries

The libraries are installed aside, for this only, by uv; where one does not install, its
column says so. The pilots and the ruler are in `../shared`, beside this checkout; the
test part of the corpus is `training/listen/corpus/test*.txt`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path


HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent), str(ROOT / "training" / "listen")]

import corpus  # noqa: E402  # found by the line above, as is run
import rules  # noqa: E402

from run import RESULTS, SECTION, page, setting  # noqa: E402

from shopkeeper.flow.listen_files import heard_lines, utterances_of  # noqa: E402
from shopkeeper.listen import hear  # noqa: E402
from shopkeeper.vocabulary import Calendar, Utterance  # noqa: E402


SHARED = ROOT.parent / "shared"
PILOTS = {
    "promise pilot": "promise_pilot/promises.jsonl",
    "stop pilot": "stop_pilot/stops.jsonl",
    "facts dev": "facts_dev.jsonl",
}
PEERS = {
    "dateparser": ("dateparser==1.5.0",),
    "recognizers": ("recognizers-text-suite==1.0.2a2", "emoji<2", "setuptools<80"),
}
SAYS = """## listen: what is heard

Judged by `shared/eval/listen.py`. *Rules* are keywords: a promise is what follows
"will", "'ll", "promise" or "going to" in a sentence; a stop is one of the regulator's
words (STOP, END, CANCEL, UNSUBSCRIBE, QUIT, OPT OUT, REVOKE). The test part of the
corpus was written by hands of its own and is not learned from."""
HEAD = """| set | messages | what | ours: precision, recall, F1 | rules | more of ours |
|---|--:|---|---|---|---|"""
DAYS_HEAD = """| deadlines of true promises, by the day | dated | ours | dateparser \
| recognizers-text |
|---|--:|--:|--:|--:|"""
MORE = {
    "promises": ("deadline_right", "conditional_right", "exact_span"),
    "stops": ("right_scopes",),
    "facts": ("polarity_right", "not_asserted_but_stored_so", "sensitive_flagged"),
}
MAIL = (
    "I was told on Tuesday that you would ring me back within three working days "
    "but nobody did. We moved to 12 High Street in May and my daughter began school. "
    "The kettle still leaks, and I am rather cross. I will pay the rest by Friday. "
)
WORDS = 2000


def main() -> None:
    """Measure, print, and put it into the table if told to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-peers", action="store_true", help="ours and rules only")
    parser.add_argument("--write", action="store_true", help="put it into RESULTS.md")
    wanted = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if not (SHARED / "eval" / "listen.py").exists():
        print(f"the pilots and the ruler are not in {SHARED}", file=sys.stderr)
        raise SystemExit(2)
    sets = dict(labelled())
    parts = [SAYS, "", HEAD]
    for name, lines in sets.items():
        parts += rows_of(name, lines)
    parts += ["", *deadlines(sets, peers=not wanted.no_peers), "", *pace(sets)]
    section = "\n".join(parts) + f"\n\n{setting()}\n"
    print(section)
    if wanted.write:
        written = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
        found = dict(SECTION.findall(written)) | {"heard": section}
        RESULTS.write_text(page(found), encoding="utf-8")


def labelled() -> Iterator[tuple[str, list[dict]]]:
    """Yield each set's name and its labelled lines."""
    for name, place in PILOTS.items():
        text = (SHARED / "data" / "listen" / place).read_text(encoding="utf-8")
        yield name, [json.loads(line) for line in text.splitlines() if line.strip()]
    for path in sorted((ROOT / "training/listen/corpus").glob("test*.txt")):
        yield f"our {path.stem}", list(corpus.read(path))


def heard_by_us(lines: list[dict]) -> list[dict]:
    """Hear as the command does."""
    rows = list(enumerate(lines, 1))
    said = utterances_of("lines", rows, time_zone="UTC")
    return list(heard_lines(rows, said, Calendar()))


def judged(heard: list[dict], lines: list[dict]) -> dict:
    """Ask the ruler."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("heard.jsonl", "truth.jsonl")]
        for path, these in zip(paths, (heard, lines), strict=True):
            path.write_text(
                "".join(json.dumps(one) + "\n" for one in these), encoding="utf-8"
            )
        done = subprocess.run(
            [sys.executable, SHARED / "eval" / "listen.py", *paths],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def rows_of(name: str, lines: list[dict]) -> Iterator[str]:
    """Write a set's rows, one for each kind of label it has."""
    ours = judged(heard_by_us(lines), lines)
    theirs = judged([rules.heard(line) for line in lines], lines)
    for what, more in MORE.items():
        if what not in ours:
            continue
        told = ", ".join(
            f"{key.replace('_', ' ')} {ours[what][key]:.3f}"
            for key in more
            if isinstance(ours[what].get(key), float)
        )
        if what == "stops" and ours[what]["missed"]:
            told += f"; missed: {', '.join(map(str, ours[what]['missed']))}"
        peer = prf(theirs[what]) if what != "facts" else ""
        cells = (name, len(lines), what, prf(ours[what]), peer, told)
        yield f"| {' | '.join(map(str, cells))} |"


def prf(figures: Mapping) -> str:
    """Write precision, recall and F1."""
    return " ".join(
        f"{figures[key]:.3f}" if figures[key] is not None else "-"
        for key in ("precision", "recall", "f1")
    )


def deadlines(sets: Mapping[str, list[dict]], *, peers: bool) -> Iterator[str]:
    """Compare days: each is given the sentence in which the true promise stands."""
    yield DAYS_HEAD
    notes = []
    for name, lines in sets.items():
        asked, truth = [], {}
        for line in lines:
            for number, one in enumerate(line.get("promises", ())):
                if one["deadline"] and line.get("said_at"):
                    key = f"{line['id']}#{number}"
                    truth[key] = one["deadline"][:10]
                    asked.append(
                        {"id": key, "text": sentence(line["text"], one),
                         "said_at": line["said_at"]}
                    )  # fmt: skip
        if not truth:
            continue
        cells = [share(our_days(lines), truth)]
        for peer in PEERS:
            found = peer_days(peer, asked) if peers else "not run"
            if isinstance(found, str):
                cells.append("-")
                notes.append(f"- {PEERS[peer][0]}: {found}")
            else:
                cells.append(share(found, truth))
        yield f"| {name} | {len(truth)} | {' | '.join(cells)} |"
    yield from ("", *dict.fromkeys(notes)) if notes else ()


def sentence(text: str, promise: Mapping) -> str:
    """Return the line of the text in which a promise stands."""
    start = text.rfind("\n", 0, promise["start"]) + 1
    end = text.find("\n", promise["end"])
    return text[start : end if end >= 0 else len(text)]


def our_days(lines: list[dict]) -> dict[str, str | None]:
    """Return the day we heard for each true promise; those unheard have none."""
    found: dict[str, str | None] = {}
    for line, heard in zip(lines, heard_by_us(lines), strict=True):
        for number, true in enumerate(line.get("promises", ())):
            for one in heard["promises"]:
                if one["start"] < true["end"] and true["start"] < one["end"]:
                    found[f"{line['id']}#{number}"] = (one["deadline"] or "")[:10]
    return found


def peer_days(peer: str, asked: list[dict]) -> dict[str, str | None] | str:
    """Run a library in an environment of its own; say why not where it cannot."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.jsonl", Path(folder) / "out.json"
        source.write_text(
            "".join(json.dumps(one) + "\n" for one in asked), encoding="utf-8"
        )
        words = ["uv", "run", "--no-project", "--python", "3.11"]
        words += [word for one in PEERS[peer] for word in ("--with", one)]
        words += map(str, (HERE / "peers_deadlines.py", peer, source, out))
        clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        done = subprocess.run(
            words, check=False, capture_output=True, text=True, env=clean
        )
        if done.returncode or not out.exists():
            return f"did not run: {done.stderr.strip().splitlines()[-1:]}"
        return json.loads(out.read_text(encoding="utf-8"))


def share(found: Mapping[str, str | None], truth: Mapping[str, str]) -> str:
    """Write the share of days that are right."""
    return (
        f"{sum(found.get(key) == day for key, day in truth.items()) / len(truth):.3f}"
    )


def pace(sets: Mapping[str, list[dict]]) -> Iterator[str]:
    """Measure the CPU time of a long mail and of ordinary messages."""
    mails = [
        MAIL.replace("12 High", f"{number} High") * (WORDS // len(MAIL.split()))
        for number in range(12, 18)
    ]
    yield (
        f"- A mail of {len(mails[0].split()):,} words, the same three lines over and "
        f"over: {milliseconds(mails):.0f} ms of CPU (bar 50)."
    )
    words = " ".join(
        line["text"]
        for lines in sets.values()
        for line in lines
        if line.get("speaker", "customer") == "customer"
    ).split()
    various = [
        " ".join(words[start : start + WORDS])
        for start in range(0, len(words) - WORDS, WORDS)
    ]
    yield (
        f"- {WORDS:,} words of many messages in one, hardly one twice: "
        f"{milliseconds(various):.0f} ms of CPU (bar 50)."
    )
    lines = [line for these in sets.values() for line in these]
    start = time.process_time()
    for these in sets.values():
        heard_by_us(these)
    rate = len(lines) / (time.process_time() - start)
    words = sum(len(line["text"].split()) for line in lines) / len(lines)
    yield f"- {rate:,.0f} messages a CPU second, of {words:.0f} words in the mean."


def milliseconds(texts: Sequence[str]) -> float:
    """Return the median CPU milliseconds of hearing a text; the first warms up."""
    said_at = datetime.fromisoformat("2026-03-10T10:00:00+00:00")
    taken = []
    for text in texts:
        start = time.process_time()
        hear(Utterance(id="long", text=text, said_at=said_at))
        taken.append(time.process_time() - start)
    return statistics.median(taken[1:]) * 1000


if __name__ == "__main__":
    main()
