"""Published numbers that moved."""
