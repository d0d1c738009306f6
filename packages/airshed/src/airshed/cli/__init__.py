"""The command line, one module per command; only here are files read and written."""

import argparse
import sys
from collections.abc import Sequence

from airshed import AirshedError, __version__
from airshed.cli import aqi, assess, check, rank

COMMANDS = (aqi, assess, rank, check)
"""Each adds itself to the parser with ``add`` and names what it runs in the option ``run``."""

_BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 2 bad input or usage."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (AirshedError, OSError) as error:
        print(f"airshed: {_sentence(error)}", file=sys.stderr)
        return _BAD_INPUT
    return 0


def _sentence(error: Exception) -> str:
    """Say an error in one line."""
    if isinstance(error, OSError):
        return f"{error.filename or 'the file'}: {error.strerror or error}"
    return str(error)


def _parser() -> argparse.ArgumentParser:
    """Describe the program and let each command describe itself."""
    parser = argparse.ArgumentParser(prog="airshed", description="The law and the arithmetic of ambient air.")
    parser.add_argument("--version", action="version", version=f"airshed {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser
