"""What those who keep a site or plant do, and what the clock does with it."""

from lantian.sites.actions.seeding import seed, take_up

__all__ = ["seed", "take_up"]
