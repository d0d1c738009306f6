"""`python -m lantian.ingest`: the HJ 212 door alone, as a service starts it."""

import sys

import django

django.setup()

from lantian.ingest.server import DoorClosed, serve  # noqa: E402  # models exist only after setup
from lantian.observations.journal.files import JournalError  # noqa: E402

try:
    serve()
except (DoorClosed, JournalError) as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(1)
