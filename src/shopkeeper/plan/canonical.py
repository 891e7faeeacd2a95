"""What a signature covers: the plan and the words it names, in one form.

Source: contracts.md, section 3. In this form only what a plan says counts, not
how its file is laid out: comments and the order of keys do not, and neither do
signatures.
"""

from __future__ import annotations

import hashlib

from collections.abc import Mapping

import msgspec

from shopkeeper.vocabulary import Plan, Step


SILENCE = "silence"
HUMAN = "human"


def contents_of(step: Step) -> tuple[str, ...]:
    """Return the keys of the contents a step names, its fallback included."""
    named = (step.content, step.fallback)
    return tuple(key for key in named if key and key not in {SILENCE, HUMAN})


def canonical(plan: Plan, contents: Mapping[str, str]) -> str:
    """
    Write the plan without signatures, and the full text of what it names.

    Args:
        plan: The plan.
        contents: Key to full text. The version in another language has the key
            `<key>.<language>`, and is covered with its content.

    Returns:
        One line of JSON, keys in order.
    """
    named = {key for step in plan.steps for key in contents_of(step)}
    texts = {
        key: text
        for key, text in contents.items()
        if key in named or key.partition(".")[0] in named
    }
    stated = msgspec.to_builtins(plan)
    del stated["signatures"]
    for step in stated["steps"]:
        # It came later: a plan that does not ask for it is what was signed before.
        if not step["needs_check"]:
            del step["needs_check"]
    whole = {"plan": stated, "contents": texts}
    return msgspec.json.encode(whole, order="deterministic").decode()


def signature_hash(plan: Plan, contents: Mapping[str, str]) -> str:
    """Return what a signature is over: `sha256:` and the hash of `canonical`."""
    form = canonical(plan, contents).encode()
    return f"sha256:{hashlib.sha256(form).hexdigest()}"
