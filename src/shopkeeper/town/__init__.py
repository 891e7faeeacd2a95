"""A made-up town whose truth is known: what a demonstration is told about."""
