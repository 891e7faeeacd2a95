"""Shows people what the columns of a table were taken for."""

from __future__ import annotations

from shopkeeper.recognise.columns.meanings import TableMapping


def describe(mapping: TableMapping) -> list[tuple[str, str, str, str]]:
    """
    Return a table to print: column, meaning, how sure, why.

    How sure is in words: `pinned`, `sure`, `likely`, `a guess`, or nothing for a
    column nobody understood.
    """
    return [
        (column.name, column.meaning.value, _in_words(column.sure), column.because)
        for column in mapping.columns
    ]


def _in_words(sure: float) -> str:
    if sure == 1.0:
        return "pinned"
    steps = ((0.85, "sure"), (0.6, "likely"), (0.01, "a guess"))
    return next((word for least, word in steps if sure >= least), "")
