"""One thread that writes, for many that wait."""
