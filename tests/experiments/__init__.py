"""Experiments: the whole site under load, under faults, and without its guards."""
