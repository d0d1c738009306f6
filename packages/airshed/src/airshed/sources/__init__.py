"""Where pollution may have come from."""
