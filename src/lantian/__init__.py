"""Lantian (蓝天): from a monitor reading to the verified fix and the briefing."""

__version__ = "0.1.0.dev0"
