"""A team's own labels: the light tier and the cascade, beside plain TF-IDF and a SVM.

uv run --extra listen --with scikit-learn python benchmarks/listen/labels.py
    --only banking77,clinc150,few,goemotions      some of it
    --write                                       into RESULTS.md

Put `taskset -c 0` before it. The data are in `../shared`, beside this checkout. Rates
are of the whole way from text to labels, in CPU seconds of one thread.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time


os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scipy.stats import rankdata
from yardsticks import DATA, Part, banking77, clinc150, goemotions

from shopkeeper import bootstrap
from shopkeeper.listen.label_confidence import sure_from
from shopkeeper.listen.labels import LabelModel, train


HERE = Path(__file__).parent
PARTS = ("banking77", "clinc150", "few", "goemotions")
RUNS = 5
DRAWS = 3
EACH = 10
BATCH = 1024
SEED = 0

SAYS = f"""## listen: a team's own labels

Learned by `shopkeeper.listen.labels.train` from the training part with one default for
all sets (seed {SEED}); test parts (GoEmotions: dev) are read to report only. *Light* is
the default install, *cascade* has the extra `listen`. Rates: messages a CPU second of
one thread, text in and labels out, in batches of {BATCH}, median of {RUNS} runs.
*Sure only*: answers from the confidence on, from which 99 in 100 left-out training
examples were right. The small encoder's weights were taught on the public training
texts, those of Banking77, CLINC150 and GoEmotions among them, without their labels.
"""
HEAD = "| what | set | tier | reached | at least | aim |\n|---|---|---|--:|--:|--:|"


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One figure.

    Attributes:
        what: Is measured.
        on: Which set.
        tier: light, cascade, or the name of a peer.
        reached: The figure.
        least: What is asked; none for peers and for what is only told.
        aim: What is aimed at.
        digits: After the point.
        less: Is less better?
    """

    what: str
    on: str
    tier: str
    reached: float
    least: float | None = None
    aim: float | None = None
    digits: int = 4
    less: bool = False

    def __str__(self) -> str:
        """Write it as a row."""
        shown = [
            "" if value is None else f"{value:,.{self.digits}f}"
            for value in (self.reached, self.least, self.aim)
        ]
        return f"| {self.what} | {self.on} | {self.tier} | {' | '.join(shown)} |"

    @property
    def missed(self) -> bool:
        """Say whether it stays below what is asked."""
        if self.least is None:
            return False
        return self.reached > self.least if self.less else self.reached < self.least


def main() -> None:
    """Measure what is asked, print it, and put it into the table if told to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default=",".join(PARTS), help="default: %(default)s")
    parser.add_argument("--write", action="store_true", help="put it into RESULTS.md")
    wanted = parser.parse_args()
    if not DATA.exists():
        parser.error(f"{DATA} is missing: the sets are kept beside this checkout")
    names = wanted.only.split(",")
    if wanted.write and set(names) != set(PARTS):
        parser.error("--write wants all parts, or the table has gaps")
    lines = []
    print(f"{SAYS}\n{HEAD}")
    for line in measure(names):
        print(line, flush=True)
        lines.append(line)
    missed = [f"{one.what} on {one.on}, {one.tier}" for one in lines if one.missed]
    note = f"- Below what is asked: {'; '.join(missed) or 'nothing'}."
    print(f"\n{note}")
    if wanted.write:
        sys.path[:0] = [str(HERE.parent), str(HERE.parent / "recognise")]
        from run import setting  # noqa: PLC0415
        from table import record  # noqa: PLC0415

        rows = "\n".join(map(str, lines))
        record({"labels": f"{SAYS}\n{HEAD}\n{rows}\n\n{note}\n\n{setting()}\n"})


def measure(names: Sequence[str]) -> Iterator[Line]:
    """Measure some of PARTS."""
    if "banking77" in names:
        yield from whole("Banking77", banking77("train"), banking77("test"), BANKING)
    if "clinc150" in names:
        yield from whole("CLINC150", clinc150("train"), clinc150("test"), CLINC)
    if "few" in names:
        yield from few("Banking77", banking77("train"), banking77("test"), 0.85, 0.88)
        yield from few("CLINC150", clinc150("train"), clinc150("test"), 0.915, 0.94)
    if "goemotions" in names:
        yield from feelings()


# Accuracy at least and aim, of the light tier and of the cascade.
BANKING = ((0.92, 0.93), (0.94, 0.945))
CLINC = ((0.937, 0.945), (0.96, 0.965))
RATES = ((6_000, 10_000), (800, 1_500))


def learn(part: Part, *, light: bool) -> LabelModel:
    """Learn, as the command does."""
    vectors = bootstrap.sentence_vectors()
    encoder = None if light else bootstrap.sentence_encoder(vectors)
    if encoder is None and not light:
        print("the cascade needs the extra: uv run --extra listen …", file=sys.stderr)
        raise SystemExit(2)
    return train(part.texts, part.labels, seed=SEED, vectors=vectors, encoder=encoder)


def whole(
    name: str, part: Part, test: Part, asked: Sequence[tuple[float, float]]
) -> Iterator[Line]:
    """Learn from all examples."""
    yield from peer(name, part, test)
    for tier, (least, aim), rates in zip(
        ("light", "cascade"), asked, RATES, strict=True
    ):
        start = time.process_time()
        model = learn(part, light=tier == "light")
        took = time.process_time() - start
        confidence, right = judged(model, test)
        yield Line(what="accuracy", on=name, tier=tier, reached=right.mean(),
                   least=least, aim=aim)  # fmt: skip
        yield Line(what="messages/s", on=name, tier=tier,
                   reached=rate(lambda texts, m=model: m.label(texts), test),
                   least=rates[0], aim=rates[1], digits=0)  # fmt: skip
        yield Line(what="calibration error", on=name, tier=tier,
                   reached=calibration_error(confidence, right),
                   least=0.03, aim=0.02, less=True)  # fmt: skip
        yield from sure_only(name, tier, model, confidence, right)
        if name == "CLINC150":
            yield from outside(name, tier, model, confidence)
        yield Line(what="CPU s of learning", on=name, tier=tier, reached=took, digits=0)


def sure_only(
    name: str,
    tier: str,
    model: LabelModel,
    confidence: np.ndarray,
    right: np.ndarray,
) -> Iterator[Line]:
    """Answer only where sure; CLINC150 has a part to fix the threshold on."""
    thresholds = {"left-out examples": model.sure_from}
    if name == "CLINC150":
        thresholds["val"] = sure_from(*judged(model, clinc150("val")))
    for fixed_on, threshold in thresholds.items():
        sure = confidence >= threshold
        what = f"sure only, threshold of {fixed_on}"
        yield Line(what=f"{what}: coverage", on=name, tier=tier, reached=sure.mean(),
                   least=0.78, aim=0.85)  # fmt: skip
        yield Line(what=f"{what}: precision", on=name, tier=tier,
                   reached=right[sure].mean(), least=0.99, aim=0.99)  # fmt: skip


def outside(
    name: str, tier: str, model: LabelModel, confidence: np.ndarray
) -> Iterator[Line]:
    """Tell what no label fits from what one does."""
    strangers = model.label(clinc150("oos_test").texts)
    scores = np.array([1 - one.label_confidence for one in strangers])
    yield Line(what="out-of-scope AUROC", on=name, tier=tier,
               reached=auroc(1 - confidence, scores), least=0.96, aim=0.97)  # fmt: skip
    yield Line(what="out of scope, called not known", on=name, tier=tier,
               reached=np.mean([not one.known for one in strangers]))  # fmt: skip
    yield Line(what="in scope, called known", on=name, tier=tier,
               reached=np.mean(confidence >= model.known_from))  # fmt: skip


def few(name: str, part: Part, test: Part, least: float, aim: float) -> Iterator[Line]:
    """Learn from a few examples of each label."""
    for tier in ("light", "cascade"):
        reached = []
        for draw in range(DRAWS):
            drawn = part.few(EACH, np.random.default_rng(SEED + draw))
            reached.append(judged(learn(drawn, light=tier == "light"), test)[1].mean())
        yield Line(what=f"{EACH} examples a label, mean of {DRAWS} draws: accuracy",
                   on=name, tier=tier, reached=statistics.mean(reached),
                   least=None if tier == "light" else least,
                   aim=None if tier == "light" else aim)  # fmt: skip


def feelings() -> Iterator[Line]:
    """Learn several labels a text."""
    part, test = goemotions("train"), goemotions("dev")
    for tier in ("light", "cascade"):
        model = learn(part, light=tier == "light")
        found = model.label(test.texts)
        shares = []
        for name in model.names:
            told = np.array([name in some for some in test.labels])
            said = np.array([any(o.label == name for o in f.labels) for f in found])
            shares.append(2 * (told & said).sum() / max(told.sum() + said.sum(), 1))
        right = np.array(
            [f.label in some for f, some in zip(found, test.labels, strict=True)]
        )
        confidence = np.array([f.label_confidence for f in found])
        asked = tier == "cascade"
        yield Line(what="macro-F1", on="GoEmotions dev", tier=tier,
                   reached=statistics.mean(map(float, shares)),
                   least=0.46 if asked else None,
                   aim=0.5 if asked else None)  # fmt: skip
        yield Line(what="calibration error of the best", on="GoEmotions dev",
                   tier=tier, reached=calibration_error(confidence, right),
                   least=0.03, aim=0.02, less=True)  # fmt: skip


def peer(name: str, part: Part, test: Part) -> Iterator[Line]:
    """Run plain TF-IDF and a linear SVM of scikit-learn, where it is installed."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
        from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415
        from sklearn.svm import LinearSVC  # noqa: PLC0415
    except ImportError:
        print("scikit-learn is not installed: no peer", file=sys.stderr)
        return
    pipe = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
        ),
        LinearSVC(),
    ).fit(part.texts, [some[0] for some in part.labels])
    right = pipe.predict(test.texts) == np.array([some[0] for some in test.labels])
    tier = "TF-IDF + LinearSVC"
    yield Line(what="accuracy", on=name, tier=tier, reached=right.mean())
    yield Line(what="messages/s", on=name, tier=tier, digits=0,
               reached=rate(pipe.predict, test))  # fmt: skip


def judged(model: LabelModel, test: Part) -> tuple[np.ndarray, np.ndarray]:
    """Return confidence of the best label, and whether it is right."""
    found = model.label(test.texts)
    return (
        np.array([one.label_confidence for one in found]),
        np.array(
            [one.label in some for one, some in zip(found, test.labels, strict=True)]
        ),
    )


def rate(work: Callable[[list[str]], object], test: Part) -> float:
    """Return messages a CPU second, the median of some runs."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        for row in range(0, len(test.texts), BATCH):
            work(test.texts[row : row + BATCH])
        taken.append(time.process_time() - start)
    return len(test.texts) / statistics.median(taken)


def calibration_error(
    confidence: np.ndarray, right: np.ndarray, bins: int = 15
) -> float:
    """Return the expected calibration error over bins of equal width."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return sum(
        abs(confidence[place == b].mean() - right[place == b].mean())
        * (place == b).mean()
        for b in range(bins)
        if (place == b).any()
    )


def auroc(inside: np.ndarray, outside: np.ndarray) -> float:
    """Return how often a stranger scores above one that belongs."""
    ranks = rankdata(np.concatenate([inside, outside]))[len(inside) :]
    least = len(outside) * (len(outside) + 1) / 2
    return (ranks.sum() - least) / (len(inside) * len(outside))


if __name__ == "__main__":
    main()
