"""The command line, one module per command; only here are files read and written."""

import argparse
import os
import sys
from collections.abc import Sequence

from airshed import AirshedError, __version__
from airshed.cli import aqi, assess, check, rank

COMMANDS = (aqi, assess, rank, check)
"""Each adds itself to the parser with ``add`` and names what it runs in the option ``run``."""

_DONE, _BAD_INPUT, _INTERRUPTED = 0, 2, 130

_EPILOG = """\
exit code: 0 when it was done;
           2 when an input, an option or a place to write cannot be used: one sentence on standard
             error names file, column and row, and nothing is left half-written;
           130 when it was interrupted (Ctrl-C).
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 2 bad input or usage, 130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_output()  # whoever read it has had enough, as `head` has
    except (AirshedError, OSError) as error:
        print(f"airshed: {_sentence(error)}", file=sys.stderr)
        _let_go_of_output()
        return _BAD_INPUT
    except KeyboardInterrupt:
        return _INTERRUPTED
    return _DONE


def _let_go_of_output() -> None:
    """Drop what standard output still holds where it cannot be written, so that leaving says nothing."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(error: Exception) -> str:
    """Say an error in one line."""
    if isinstance(error, OSError):
        return f"{error.filename or 'standard output'}: {error.strerror or error}"
    return str(error)


def _parser() -> argparse.ArgumentParser:
    """Describe the program and let each command describe itself."""
    parser = argparse.ArgumentParser(
        prog="airshed",
        description="The law and the arithmetic of ambient air.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"airshed {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser
