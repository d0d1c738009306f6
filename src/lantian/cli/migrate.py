"""`lantian migrate`: the database at this version, with the rows every office starts from."""

import argparse

from django.core.management import call_command

from lantian.cli import home
from lantian.kernel import clock
from lantian.pipeline import seeds


def run(given: argparse.Namespace) -> int:
    """Apply what is missing; quick when nothing is."""
    bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Migrations first, then seeds."""
    if not home.is_current():
        call_command("migrate", interactive=False, verbosity=0)
        seeds.plant(now=clock.now())
