"""MiniLM, where the extra `listen` is installed."""
