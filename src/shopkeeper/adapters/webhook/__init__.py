"""Everything else that reaches people: a signed call to whoever carries it."""
