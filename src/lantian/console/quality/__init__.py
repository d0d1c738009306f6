"""The quality desk: what checks propose about readings, and what people decide."""
