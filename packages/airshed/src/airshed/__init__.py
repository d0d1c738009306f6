"""The law and the arithmetic of ambient air, as pure functions."""

__version__ = "0.1.0"


class AirshedError(Exception):
    """Root of every refusal of this package; each says in one sentence what was seen and what was needed."""
