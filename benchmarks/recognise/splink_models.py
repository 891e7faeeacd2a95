"""What an expert in Splink says about each set: columns, comparisons, blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl

from splink import block_on


# What a scanner makes of digits in the households' forms.
MISREAD = "translate({}, 'oOlI|SBZGg', '0011158266')"


@dataclass(frozen=True, kw_only=True)
class Model:
    """
    What an expert says about one kind of table.

    Attributes:
        select: SQL over `rows`: the columns that are compared, in one form.
        comparisons: How much each agreement says.
        blocking: Which pairs are looked at.
        certain: Rules that only one person's records satisfy, for the prior.
        recall: What share of the true pairs these find, by the expert's guess.
        training: Blocks on which EM learns m; each frees what the others hold.
    """

    select: str
    comparisons: Sequence[object]
    blocking: Sequence[object]
    certain: Sequence[object]
    recall: float
    training: Sequence[object]


def date_of_birth(column: str) -> cl.DateOfBirthComparison:
    """Compare ISO dates, unreadable ones as text."""
    return cl.DateOfBirthComparison(
        column, input_is_string=True, invalid_dates_as_null=False
    )


def settled(
    level: cll.ExactMatchLevel | cll.ElseLevel, *, m: float, u: float
) -> object:
    """Give a level probabilities that training leaves alone."""
    return level.configure(
        m_probability=m, u_probability=u, fix_m_probability=True, fix_u_probability=True
    )


def historical(_: duckdb.DuckDBPyConnection) -> Model:
    """Follow Splink's own example for this file, with names apart and more blocks."""
    return Model(
        select="""SELECT record_id, first_name, surname, dob, postcode_fake,
            birth_place, occupation FROM rows""",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            date_of_birth("dob"),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        blocking=[
            block_on("first_name", "surname"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake, 1, 3)", "dob"),
            block_on("substr(postcode_fake, 1, 3)", "first_name"),
            block_on("substr(postcode_fake, 1, 3)", "surname"),
            block_on(
                "substr(first_name, 1, 2)", "substr(surname, 1, 2)", "substr(dob, 1, 4)"
            ),
            block_on("postcode_fake"),
            block_on("surname", "birth_place"),
            block_on("first_name", "birth_place", "occupation"),
            block_on("dob", "occupation"),
        ],
        certain=[
            block_on("first_name", "surname", "dob"),
            block_on(
                "substr(first_name, 1, 2)", "surname", "substr(postcode_fake, 1, 2)"
            ),
            block_on("dob", "postcode_fake"),
        ],
        recall=0.6,
        training=[block_on("first_name", "surname"), block_on("dob")],
    )


def baseball(_: duckdb.DuckDBPyConnection) -> Model:
    """Two registers, one with American dates; states are written two ways: unused."""
    return Model(
        select="""SELECT record_id, lower(first_name) AS first_name,
            lower(last_name) AS last_name, lower(full_given_name) AS given,
            CASE WHEN birth_date LIKE '%/%' THEN
                nullif(replace(substr(birth_date, 7, 4) || '-' ||
                    substr(birth_date, 1, 2) || '-' || substr(birth_date, 4, 2),
                    '-  ', ''), '') ELSE birth_date END AS dob,
            lower(birth_city) AS birth_city, birth_country, death_year,
            lower(death_city) AS death_city FROM rows""",
        comparisons=[
            cl.CustomComparison(  # the name used is often one of the names given
                output_column_name="forename",
                comparison_levels=[
                    cll.And(cll.NullLevel("given"), cll.NullLevel("first_name")),
                    cll.ExactMatchLevel("given", term_frequency_adjustments=True),
                    cll.JaroWinklerLevel("given", 0.92),
                    cll.ExactMatchLevel("first_name", term_frequency_adjustments=True),
                    cll.JaroWinklerLevel("first_name", 0.88),
                    cll.ElseLevel(),
                ],
            ),
            cl.NameComparison("last_name"),
            date_of_birth("dob"),
            cl.JaroWinklerAtThresholds("birth_city", [0.9]).configure(
                term_frequency_adjustments=True
            ),
            cl.ExactMatch("birth_country").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("death_year", 1),
            cl.JaroWinklerAtThresholds("death_city", [0.9]).configure(
                term_frequency_adjustments=True
            ),
        ],
        blocking=[
            block_on("last_name", "first_name"),
            block_on("last_name", "substr(dob, 1, 4)"),
            block_on("dob"),
            block_on("given", "last_name"),
            block_on("last_name", "birth_city"),
            block_on("first_name", "birth_city", "death_year"),
        ],
        certain=[block_on("last_name", "dob"), block_on("given", "dob")],
        recall=0.95,
        training=[
            block_on("dob"),
            block_on("last_name", "first_name"),
            block_on("birth_city", "death_year"),
        ],
    )


def households(_: duckdb.DuckDBPyConnection) -> Model:
    """Unify seven forms of one town: three ways of writing dates, two of addresses."""
    digits = MISREAD.format("date_of_birth")
    return Model(
        select=f"""WITH read AS (SELECT *,
                regexp_replace({digits}, '[^0-9]', '', 'g') AS d,
                coalesce(street_number, mailing_address_street_number) AS number,
                coalesce(street_name, mailing_address_street_name) AS street,
                coalesce(unit_number, mailing_address_unit_number) AS unit FROM rows)
            SELECT record_id, lower(first_name) AS first_name,
            lower(last_name) AS last_name,
            coalesce(upper(middle_initial), upper(middle_name[1])) AS middle_initial,
            CASE WHEN length(d) <> 8 THEN NULL
                WHEN form = 'ssa' THEN d[1:4] || '-' || d[5:6] || '-' || d[7:8]
                ELSE d[5:8] || '-' || d[1:2] || '-' || d[3:4] END AS dob,
            nullif(regexp_replace({MISREAD.format("ssn")}, '[^0-9]', '', 'g'), '')
                AS ssn,
            nullif(trim(lower(street)), '') AS street,
            nullif(trim(lower(number)), '') AS number,
            sex FROM read""",  # noqa: S608  # no input of anybody's
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("last_name"),
            cl.ExactMatch("middle_initial").configure(term_frequency_adjustments=True),
            date_of_birth("dob"),
            cl.LevenshteinAtThresholds("ssn", [1, 2]),
            cl.CustomComparison(  # one address says it once, not number and street
                output_column_name="address",
                comparison_levels=[
                    cll.Or(cll.NullLevel("street"), cll.NullLevel("number")),
                    cll.And(
                        cll.ExactMatchLevel("street"), cll.ExactMatchLevel("number")
                    ),
                    cll.And(
                        cll.JaroWinklerLevel("street", 0.9),
                        cll.LevenshteinLevel("number", 1),
                    ),
                    cll.ExactMatchLevel("street"),
                    cll.ElseLevel(),
                ],
            ),
            cl.ExactMatch("sex"),
        ],
        blocking=[
            block_on("ssn"),
            block_on("first_name", "last_name"),
            block_on("dob"),
            block_on("street", "number", "first_name"),
            # a family shares surname and street: its pairs need some of a forename
            block_on("last_name", "street", "substr(first_name, 1, 2)"),
            block_on("first_name", "middle_initial", "street"),
        ],
        certain=[
            block_on("ssn"),
            block_on("first_name", "last_name", "dob"),
            block_on("first_name", "last_name", "street", "number"),
        ],
        recall=0.8,
        training=[
            block_on("first_name", "last_name"),
            block_on("dob"),
            block_on("ssn"),
        ],
    )


def febrl(database: duckdb.DuckDBPyConnection) -> Model:
    """Compare Australians with typing errors, with their number where they have one."""
    columns = {name for name, *_ in database.sql("DESCRIBE rows").fetchall()}
    numbered = "soc_sec_id" in columns
    number = ["soc_sec_id"] if numbered else []
    return Model(
        select=f"""SELECT record_id, given_name, surname, street_number, address_1,
            suburb, postcode, state, {"soc_sec_id," if numbered else ""}
            date_of_birth[1:4] || '-' || date_of_birth[5:6] || '-' ||
            date_of_birth[7:8] AS dob FROM rows""",  # noqa: S608  # no input of anybody's
        comparisons=[
            cl.ForenameSurnameComparison("given_name", "surname"),
            date_of_birth("dob"),
            cl.LevenshteinAtThresholds("postcode", 1).configure(
                term_frequency_adjustments=True
            ),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]).configure(
                term_frequency_adjustments=True
            ),
            cl.JaroWinklerAtThresholds("suburb", [0.9]).configure(
                term_frequency_adjustments=True
            ),
            cl.LevenshteinAtThresholds("street_number", 1),
            *(cl.LevenshteinAtThresholds(column, 2) for column in number),
        ],
        blocking=[
            *(block_on(column) for column in number),
            block_on("dob"),
            block_on("given_name", "surname"),
            block_on("surname", "postcode"),
            block_on("given_name", "postcode"),
            block_on("surname", "suburb"),
            block_on("given_name", "suburb"),
            block_on("address_1"),
            block_on("postcode", "street_number"),
        ],
        certain=[
            *(block_on(column) for column in number),
            block_on("given_name", "surname", "dob"),
            block_on("given_name", "surname", "postcode"),
            block_on("dob", "postcode"),
        ],
        recall=0.9,
        training=[block_on("dob"), block_on("postcode", "suburb")],
    )


def crowd(_: duckdb.DuckDBPyConnection) -> Model:
    """Compare a shop's customers, after emptying what stands in too many records."""
    return Model(
        select="""WITH read AS (SELECT record_id,
                nullif(lower(trim(first)), '') AS first_name,
                nullif(lower(trim(last)), '') AS last_name,
                nullif(rtrim(lower(suffix), '.'), '') AS suffix,
                nullif(trim(dob), '') AS dob,
                CASE WHEN email ILIKE '%@gmail.com' THEN
                    lower(replace(regexp_extract(email, '^[^@+]+'), '.', '')) ||
                    '@gmail.com'
                    ELSE nullif(lower(trim(email)), '') END AS email,
                nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 10), '')
                    AS phone,
                nullif(lower(trim(street)), '') AS street,
                nullif(lower(trim(city)), '') AS city,
                nullif(upper(trim(postcode)), '') AS postcode FROM rows)
            SELECT * REPLACE (
                if(count(*) OVER (PARTITION BY email) > 15, NULL, email) AS email,
                if(count(*) OVER (PARTITION BY phone) > 15, NULL, phone) AS phone)
            FROM read""",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("last_name"),
            cl.CustomComparison(  # too few to learn from; Jr and Sr are never one
                output_column_name="suffix",
                comparison_levels=[
                    cll.NullLevel("suffix"),
                    settled(cll.ExactMatchLevel("suffix"), m=0.999, u=0.5),
                    settled(cll.ElseLevel(), m=1e-9, u=0.5),
                ],
            ),
            date_of_birth("dob"),
            cl.EmailComparison("email"),
            cl.ExactMatch("phone"),
            cl.CustomComparison(  # one address says it once
                output_column_name="address",
                comparison_levels=[
                    cll.And(cll.NullLevel("street"), cll.NullLevel("postcode")),
                    cll.And(
                        cll.JaroWinklerLevel("street", 0.9),
                        cll.ExactMatchLevel("postcode"),
                    ),
                    cll.ExactMatchLevel("postcode"),
                    cll.JaroWinklerLevel("street", 0.9),
                    cll.ExactMatchLevel("city", term_frequency_adjustments=True),
                    cll.ElseLevel(),
                ],
            ),
        ],
        blocking=[
            # a home shares all but the forename: its pairs need a letter of it
            block_on("email", "substr(first_name, 1, 1)"),
            block_on("phone", "substr(first_name, 1, 1)"),
            block_on("email", "dob"),
            block_on("phone", "dob"),
            block_on("last_name", "dob", "substr(first_name, 1, 1)"),
            block_on("first_name", "dob"),
            block_on("last_name", "postcode", "substr(first_name, 1, 1)"),
            block_on("first_name", "postcode"),
            block_on("last_name", "street", "substr(first_name, 1, 1)"),
            block_on("first_name", "last_name", "city"),
        ],
        certain=[
            block_on("first_name", "last_name", "dob"),
            block_on("first_name", "last_name", "email"),
            block_on("first_name", "last_name", "phone"),
            block_on("first_name", "last_name", "postcode"),
        ],
        recall=0.8,
        training=[
            block_on("email"),
            block_on("last_name", "dob"),
            block_on("first_name", "postcode"),
        ],
    )


MODELS: dict[str, Callable[[duckdb.DuckDBPyConnection], Model]] = {
    "historical50k_half": historical,
    "baseball_half": baseball,
    "households_dev": households,
    **{
        name + numbered: febrl
        for name in ("febrl1", "febrl2", "febrl3")
        for numbered in ("", "_no_ssn")
    },
    "crowd": crowd,
    "traps": crowd,
}
