"""Adapters that read and write the files people keep."""
