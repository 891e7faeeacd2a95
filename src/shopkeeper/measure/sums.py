"""Sums that add: parts counted apart and added are the whole counted once."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Sums(Struct, frozen=True, kw_only=True):
    """
    What an effect needs to know of one arm.

    Attributes:
        n: People.
        sum: Of their values; for a yes or no, how many said yes.
        sum_squares: Of their values squared.
    """

    n: int = 0
    sum: float = 0.0
    sum_squares: float = 0.0

    @property
    def mean(self) -> float:
        """Return the mean value. Only where there is anybody."""
        return self.sum / self.n

    @property
    def variance(self) -> float:
        """Return the sample variance, divided by n - 1; 0 for fewer than two."""
        if self.n < 2:  # noqa: PLR2004 one value has no spread
            return 0.0
        spread = self.sum_squares - self.sum**2 / self.n
        return max(0.0, spread / (self.n - 1))


def sums_of(values: Iterable[float]) -> Sums:
    """
    Sum values.

    Example:
        >>> sums_of([1.0, 0.0, 1.0]).mean
        0.6666666666666666
    """
    n, total, squares = 0, 0.0, 0.0
    for value in values:
        n += 1
        total += value
        squares += value * value
    return Sums(n=n, sum=total, sum_squares=squares)


def add(one: Sums, other: Sums) -> Sums:
    """Add the sums of two groups without a person in common."""
    return Sums(
        n=one.n + other.n,
        sum=one.sum + other.sum,
        sum_squares=one.sum_squares + other.sum_squares,
    )
