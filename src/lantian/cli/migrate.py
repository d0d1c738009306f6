"""`lantian migrate`: the database at this version, with the rows every office starts from."""

import argparse

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lantian.kernel import clock
from lantian.pipeline import seeds


def run(given: argparse.Namespace) -> int:
    """Apply what is missing; quick when nothing is."""
    bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Migrations first, then seeds."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
        seeds.plant(now=clock.now())
