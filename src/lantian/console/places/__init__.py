"""Places: cities, districts, townships, with their days and periods."""
