"""The web server's door loads every page before it opens, without looking for garbage meanwhile.

The writer of workbooks waits for the first workbook.
"""

import os
import subprocess
import sys
from pathlib import Path

LOOK = """
import gc, sys
import lantian.config.wsgi
print("lantian.console.stations.views" in sys.modules, gc.isenabled(), gc.get_freeze_count() > 100_000)
print("xlsxwriter" in sys.modules)
"""


def test_the_pages_are_loaded_and_no_writer_of_workbooks_and_the_collector_is_on_again(
    tmp_path: Path,
) -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LANTIAN_", "PORT", "DJANGO_"))}
    run = subprocess.run(
        [sys.executable, "-c", LOOK],
        env={**clean, "LANTIAN_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stdout.split() == ["True", "True", "True", "False"], run.stderr  # no workbook writer
