"""Sub-indices, the air quality index and the composite index."""
