"""What a line of an order says was bought: under which name, and is it so at all?"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.recognise.columns.wordlists import word_set


_MOSTLY, _NAMES_EACH = 0.8, 3

# What became of an order that nobody kept: English, German, French, Spanish, Dutch,
# Italian.
_NOT_KEPT = word_set("""
    cancelled canceled refunded voided returned failed declined rejected storniert
    annulliert erstattet retour retourniert zurueckgegeben zurückgegeben abgelehnt
    annule annulé annulee annulée rembourse remboursé remboursee remboursée cancelado
    cancelada anulado anulada reembolsado devuelto geannuleerd terugbetaald
    geretourneerd annullato rimborsato reso""")


def names_the_item(
    code: pa.ChunkedArray | pa.Array, name: pa.ChunkedArray | pa.Array
) -> bool:
    """
    Tell whether a column names what another has the code of.

    An item has one name, now and then another one; whoever buys it has many. A column
    of buyers' names beside the items is told by that.
    """
    lines = pa.table({"code": code, "name": name}).drop_null()
    if not lines.num_rows:
        return False
    pairs = lines.group_by(["code", "name"], use_threads=False)
    counts = pairs.aggregate([([], "count_all")])
    best = counts.group_by("code", use_threads=False).aggregate([("count_all", "max")])
    most = pc.sum(best["count_all_max"]).as_py()
    few = counts.num_rows <= _NAMES_EACH * best.num_rows
    return bool(few or most >= _MOSTLY * lines.num_rows)


def not_kept(status: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Tell of each state of an order (n,) whether nobody kept what it was about."""
    words = pc.utf8_lower(pc.utf8_trim_whitespace(pc.cast(status, pa.string())))
    ended = pc.is_in(words, value_set=pa.array(sorted(_NOT_KEPT), pa.string()))
    return pc.fill_null(ended, fill_value=False)
