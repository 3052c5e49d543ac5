"""Reviewing by hand, until the calendar takes it over: one page per appointment."""
