"""Adapters that run relational expressions and the kernel of recognising on Spark."""
