"""Two acts at once, each on a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection, transaction


def second_while_first(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """Let a second begin while a first has written and not committed; what became of each."""
    has_written, has_begun, is_over = threading.Event(), threading.Event(), threading.Event()
    outcomes: list[object] = [None, None]

    def run_first() -> None:
        try:
            with transaction.atomic():
                outcomes[0] = first() or "done"
                has_written.set()
                has_begun.wait(timeout=20)
                _wait_until_waited_for(is_over)
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            outcomes[0] = error
        finally:
            has_written.set()
            connection.close()

    def run_second() -> None:
        has_written.wait(timeout=20)
        has_begun.set()
        try:
            outcomes[1] = second() or "done"
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            outcomes[1] = error
        finally:
            is_over.set()
            connection.close()

    threads = [threading.Thread(target=run) for run in (run_first, run_second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    return outcomes


def _wait_until_waited_for(is_over: threading.Event) -> None:
    """Hold the transaction open until the other act waits for it; with SQLite it cannot have begun."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] or is_over.wait(timeout=0.02):
                return
