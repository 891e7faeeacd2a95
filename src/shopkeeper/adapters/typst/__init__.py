"""Typst: letters on paper, set from data and never from markup."""
