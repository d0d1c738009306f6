"""What is in the home folder already; quick to ask, so that a second start is quick."""

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lantian.registry import queries as registry


def is_current() -> bool:
    """Whether the database is at this version."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def holds_demo() -> bool:
    """Whether this home holds the demo district."""
    return registry.holds_demo()


def trouble() -> str:
    """Why nothing can be written here, as a sentence; empty when all is well."""
    home = settings.LANTIAN_HOME
    try:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        probe = home / ".write-test"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        return f"{home} cannot be written ({error.strerror}); set LANTIAN_HOME to a folder you own."
    return ""
