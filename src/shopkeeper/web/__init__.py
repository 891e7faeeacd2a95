"""The way in over HTTP: parses, calls `flow` through `bootstrap`, and answers."""
