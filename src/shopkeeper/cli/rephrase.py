"""`rephrase`: other words for a content's rungs, from a model, as a draft to read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def rephrase(
    content: Path,
    /,
    *,
    at: str,
    model: str,
    out: Path,
    shop: Path | None = None,
    key_in: Annotated[str, Parameter(name="--key-in")] = "SHOPKEEPER_WRITER_KEY",
) -> None:
    """
    Ask a model for other words for a content's rungs; a human reads the draft.

    The model sees the rungs as they stand in the file and nothing about anybody. What
    it adds (a fact, a name, a number, a link, a claim about the reader) is refused.

    Args:
        content: The content file.
        at: Address of an endpoint with OpenAI's chat completions, up to /v1.
        model: As the endpoint calls it.
        out: Where the draft goes: a new file, not in content/.
        shop: Folder of a shop, for its predicates and its language.
        key_in: The environment variable that holds the endpoint's key.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.writing import draft_of
    from shopkeeper.vocabulary import BadInput, Predicates, Shop

    if out.exists():
        msg = f"--out {out} is there already: name a new file, and compare the two"
        raise BadInput(msg)
    if out.resolve().parent == content.resolve().parent:
        msg = f"--out {out}: a draft does not lie beside contents, which may be sent"
        raise BadInput(msg)
    settings = Shop(name="our shop") if shop is None else bootstrap.read_shop(shop)
    draft = draft_of(
        bootstrap.read_text(content),
        name=str(content),
        predicates=Predicates(settings.predicates),
        writer=bootstrap.writer_at(at, model=model, key_in=key_in),
        language=content.stem.partition(".")[2] or None,
        shop_language=settings.language,
    )
    bootstrap.write_text(out, draft.text)
    for one in draft.rungs:
        place = f"ladder {one.passage.ladder + 1}, rung {one.passage.rung + 1}"
        if one.refused:
            showing.tell(f"{place}: kept as it was: {one.refused}")
        else:
            showing.tell(f"{place}: {showing.short(one.words, 70)}")
    new = sum(not one.refused for one in draft.rungs)
    showing.tell(
        f"rephrase: {new} of {len(draft.rungs)} rungs have other words in {out}. Read "
        "it; nobody gets it until it stands in content/ and is signed."
    )
