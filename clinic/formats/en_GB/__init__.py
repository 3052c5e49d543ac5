"""For Great Britain."""
