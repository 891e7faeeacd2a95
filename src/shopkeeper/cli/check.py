"""`shopkeeper check`: letters in; what is unkind or left out, at the words."""

from __future__ import annotations

import sys

from pathlib import Path

from shopkeeper.flow.check_files import Checked, LetterRow


def check(
    letters: Path,
    /,
    *more: Path,
    out: Path | None = None,
    shop: Path | None = None,
    html: Path | None = None,
    now: str | None = None,
) -> None:
    """
    Look whether letters are kind and leave nothing out.

    It advises and changes nothing. Exit 1 if it found something, or could not look.

    Args:
        letters: JSON lines (id, text, context), or a draft: `.md` or `.txt`, plain, or
            with TOML between two lines `+++` before it that says what is true.
        more: More drafts.
        out: Where the findings go: JSON lines, one a letter, in order.
        shop: Folder of a shop; its `tone/*.toml` change the rules.
        html: Where a page goes that shows each letter with its findings at the words.
        now: Accepted as everywhere; the check looks at no clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.flow.check_files import check_files, summary_of
    from shopkeeper.say.tone import HouseRules
    from shopkeeper.vocabulary import BadInput, Shop

    if out is not None and out.suffix not in {".jsonl", ".ndjson"}:
        msg = f"--out {out}: findings are JSON lines, so name a file ending in .jsonl"
        raise BadInput(msg)
    settings = Shop(name="our shop") if shop is None else bootstrap.read_shop(shop)
    if now is not None:
        bootstrap.moment_or_clock(now, settings)
    house = HouseRules() if shop is None else bootstrap.read_house_rules(shop)
    found = [letter for path in (letters, *more) for letter in _read(path)]
    checked = list(check_files(found, house))
    if out is not None:
        bootstrap.write_json_lines(out, (one.row() for one in checked))
    if html is not None:
        from shopkeeper.cli.check_page import check_page
        from shopkeeper.cli.page import write_page

        write_page(html, f"The reply check: {letters.name}", check_page(checked))
    if out is None and html is None:
        _show(checked)
    print(summary_of(checked), file=sys.stderr)  # noqa: T201
    if any(one.found.failed or one.because for one in checked):
        raise SystemExit(1)


def _read(path: Path) -> list[LetterRow]:
    from shopkeeper import bootstrap
    from shopkeeper.flow.check_files import draft_of, letters_of
    from shopkeeper.vocabulary import BadInput

    if path.suffix in {".md", ".txt"}:
        return [draft_of(path.stem, bootstrap.read_text(path), str(path))]
    if path.suffix not in {".jsonl", ".ndjson"}:
        msg = f"{path}: letters are JSON lines (.jsonl) or drafts (.md, .txt)"
        raise BadInput(msg)
    rows = bootstrap.read_json_lines(path)
    if not rows:
        msg = f"{path} is empty: write one letter a line, with id, text and context"
        raise BadInput(msg)
    return letters_of(str(path), rows)


def _show(checked: list[Checked]) -> None:
    """Write the advice as compilers do: file, line, column, and what to do."""
    for one in checked:
        text = one.letter.text
        if one.because:
            print(f"{one.letter.place}: not checked: {one.because}")  # noqa: T201
        for advice in one.found.advice:
            line = one.letter.above + text.count("\n", 0, advice.start) + 1
            column = advice.start - text.rfind("\n", 0, advice.start)
            words = " ".join(text[advice.start : advice.end].split())
            quoted = f' "{words}"' if words else ""
            place = one.letter.place
            place = f"{place}:{line}:{column}" if words else place
            print(f"{place}: {advice.check}:{quoted} {advice.says}")  # noqa: T201
