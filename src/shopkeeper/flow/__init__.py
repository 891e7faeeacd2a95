"""Runs the verbs in order. The only place that knows there is an order."""
