"""
What is about everyone, as relational expressions in DuckDB's dialect.

Each query has a name, so that the plain twin in memory can compute the same
features slowly and a contract test can compare the two. Every sum is of
integers and every result is ordered, but for `PURCHASE_DAYS`, which `history`
puts in order: the same rows give the same bytes.
"""

from __future__ import annotations


PURCHASE_DAYS = """
SELECT
    person,
    item,
    day,
    max(at_us) AS at_us,
    min(record_id) AS record_id
FROM lines
WHERE person IS NOT NULL AND item IS NOT NULL AND (quantity IS NULL OR quantity > 0)
GROUP BY person, item, day
"""
"""
`lines` (person, item, day, at_us, quantity, record_id; persons and items as
numbers, NULL where there is none) -> one row for each person, item and day with
a purchase.

Source: contracts.md, section 4: a purchase counts once a person and day, a
quantity of zero or below is none, nor is a line without person or item.
`day` counts from 1970-01-01, `at_us` is the last moment of that day in UTC
microseconds and `record_id` the row that stands for it.
"""

RETURN_DAYS = """
SELECT person, item, max(day) AS day
FROM lines
WHERE person IS NOT NULL AND item IS NOT NULL AND quantity < 0
GROUP BY person, item
ORDER BY person, item
"""
"""`lines` -> the last day on which each person brought an item back."""

PAIRS = """
WITH known AS (
    SELECT person, item, day FROM days, until WHERE day <= until_day
),
stepped AS (
    SELECT
        person,
        item,
        day,
        day - lag(day) OVER (PARTITION BY person, item ORDER BY day) AS gap
    FROM known
)
SELECT
    person,
    item,
    count(*) AS days,
    min(day) AS first_day,
    max(day) AS last_day,
    CAST(coalesce(sum(gap * gap), 0) AS BIGINT) AS gap_squares,
    coalesce(median(gap), CAST(0 AS DOUBLE)) AS median_gap
FROM stepped
GROUP BY person, item
ORDER BY person, item
"""
"""
`days` (person, item, day as numbers), `until` (one row, until_day) -> what
each person did with each item so far: on how many days, the first and last of
them, and her gaps in days (sum of squares, median; 0 where there is none).
"""

PERSONS = """
WITH known AS (
    SELECT DISTINCT person, day FROM days, until WHERE day <= until_day
),
stepped AS (
    SELECT
        person,
        day,
        day - lag(day) OVER (PARTITION BY person ORDER BY day) AS gap
    FROM known
)
SELECT
    person,
    count(*) AS days,
    min(day) AS first_day,
    max(day) AS last_day,
    CAST(coalesce(sum(gap * gap), 0) AS BIGINT) AS gap_squares,
    coalesce(median(gap), CAST(0 AS DOUBLE)) AS median_gap
FROM stepped
GROUP BY person
ORDER BY person
"""
"""The same of her shopping days, whatever she bought."""

ITEMS = """
WITH known AS (
    SELECT person, item, day FROM days, until WHERE day <= until_day
),
pairs AS (
    SELECT person, item, count(*) AS bought FROM known GROUP BY person, item
),
buyers AS (
    SELECT
        item,
        count(*) AS persons,
        CAST(sum(CASE WHEN bought > 1 THEN 1 ELSE 0 END) AS BIGINT) AS again
    FROM pairs
    GROUP BY item
),
sold AS (
    SELECT
        item,
        count(*) AS days,
        CAST(sum(CASE WHEN day > until_day - 30 THEN 1 ELSE 0 END) AS BIGINT) AS lately
    FROM days, until
    WHERE day <= until_day
    GROUP BY item
)
SELECT sold.item AS item, persons, again, days, lately
FROM sold
JOIN buyers ON sold.item = buyers.item
ORDER BY sold.item
"""
"""
Of each item: how many bought it, how many of them more than once, on how many
person-days in all and on how many in the last 30 days.
"""
