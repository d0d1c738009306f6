"""Places and stations side by side over a stretch of days."""
