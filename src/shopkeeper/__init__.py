"""Customer personalisation with the person at the centre."""
