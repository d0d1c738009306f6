"""`lantian …`: what an operator types."""

import gc
import importlib
import os
import sys
from collections.abc import Sequence

import django

from lantian.cli import addresses, arguments

NEEDED = (3, 11)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; every refusal is one sentence on stderr and exit code 2."""
    if sys.version_info < NEEDED:
        print(f"lantian: this is Python {sys.version.split()[0]}; 3.11 or later is needed.", file=sys.stderr)
        return 2
    given = arguments.parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantian.config.settings")
    if getattr(given, "tls", False):
        addresses.open_to_the_office(os.environ, names=given.name)
    gc.disable()  # what is loaded here stays
    try:
        django.setup()
    except (ValueError, OSError) as error:
        print(f"lantian: {error}", file=sys.stderr)
        return 2
    command = importlib.import_module(f"lantian.cli.{given.module}")
    gc.freeze()
    gc.enable()
    try:
        return int(command.run(given) or 0)
    except KeyboardInterrupt:
        return 130
