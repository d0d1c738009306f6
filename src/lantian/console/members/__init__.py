"""Who counts for a place, and with what weight."""
