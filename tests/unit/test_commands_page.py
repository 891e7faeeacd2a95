"""The page of commands is made from the commands themselves.

`python -m tests.unit.test_commands_page` writes it anew.
"""

from __future__ import annotations

import sys

from pathlib import Path

from shopkeeper.cli import app


PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
PREAMBLE = """\
<!-- Made by `python -m tests.unit.test_commands_page`; edit the commands instead. -->

"""


def page() -> str:
    """Write the reference of every command and option."""
    started_as = sys.argv
    sys.argv = ["shopkeeper"]  # a usage line may show how this program was started
    try:
        made = app.generate_docs(output_format="markdown")
    finally:
        sys.argv = started_as
    return PREAMBLE + "\n".join(line.rstrip() for line in made.splitlines()) + "\n"


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    """A changed option changes the page, or this fails."""
    written = PAGE.read_text(encoding="utf-8")
    again = "write it anew: python -m tests.unit.test_commands_page"
    assert written == page(), again


def test_every_command_is_on_the_page() -> None:
    """Those of groups, too, each with its usage."""
    written = PAGE.read_text(encoding="utf-8")
    names = [name for name in app if not name.startswith("-")]
    assert len(names) > 10
    for name in names:
        assert f"\nshopkeeper {name}" in written, name


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
