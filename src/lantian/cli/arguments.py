"""The words of the command line; read without touching a database."""

import argparse

EPILOG = """settings (read from the environment):
  PORT                 port of the pages, 8000 unless given
  LANTIAN_HOME         folder where all data live, ./var unless given
  LANTIAN_DOOR_PORT    port of the HJ 212 door, 8212 unless given
  all of them          docs/reference/settings.md
"""


def parser() -> argparse.ArgumentParser:
    """Every command with what it is for."""
    top = argparse.ArgumentParser(
        prog="lantian",
        description="Lantian (蓝天) runs a district's air-quality campaign, from the packet to the briefing.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _people(commands)
    _neighbours(commands)
    _processes(commands)
    return top


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, **words: str
) -> argparse.ArgumentParser:
    added = commands.add_parser(name, help=words["help"], description=words.get("more", words["help"]))
    added.set_defaults(module=words.get("module", name))
    return added


def _people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = _add(
        commands,
        "serve",
        help="start everything: pages, HJ 212 door, recorder, worker",
        more="Starts every process on this machine and keeps them running until Ctrl-C.",
    )
    serve.add_argument(
        "--demo", action="store_true", help="load the demo district first if the home is empty"
    )
    serve.add_argument(
        "--tls",
        action="store_true",
        help="speak TLS to the office's network, with a certificate authority of this home's own; phones "
        "need it for camera, place and work without a signal",
    )
    serve.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="with --tls: a name or address the pages answer to besides this machine's own; may be repeated",
    )
    _add(
        commands,
        "demo",
        help="load the demo district into an empty home",
        more="Loads a fictional district whose stations replay real hours; prints the password.",
    )
    simulate = _add(
        commands,
        "simulate",
        help="play the demo district's devices against a door",
        more="Speaks HJ 212 to a door as the demo's devices would.",
    )
    simulate.add_argument(
        "what",
        choices=["catch-up", "live", "frames"],
        help="send what is missing, keep sending, or write frames",
    )
    simulate.add_argument("--host", default="127.0.0.1", help="door to send to")
    simulate.add_argument("--port", type=int, default=None, help="its port (default LANTIAN_DOOR_PORT)")
    simulate.add_argument("--count", type=int, default=100, help="with frames: how many")
    simulate.add_argument("--out", default="-", help="with frames: file to write, - for standard output")
    _add(
        commands,
        "verify",
        help="walk the audit chain and say whether it holds",
        more="Recomputes every seal. Exit code 0 when the chain holds, 1 when it is broken.",
    )
    explain = _add(
        commands,
        "explain",
        help="show where a number comes from, down to the packets",
        more="ADDRESS is what pages, files and /v1/ show: assessment.hour:station/CODE/2026-11-21T05:00Z@9. "
        "Exit code 2 and one sentence when it leads nowhere.",
    )
    explain.add_argument("address", metavar="ADDRESS")
    explain.add_argument("--json", action="store_true", help="as JSON, the same as /v1/explain")
    take_in = _add(
        commands,
        "import",
        module="take_in",
        help="take in hourly rows from CSV or Parquet",
        more="The file is kept as it is; good rows are journalled, bad rows are listed with the reason. "
        "Exit code 0 when all rows were taken, 1 when some were refused, 2 and one sentence when the file "
        "cannot be used and nothing of it was taken.",
    )
    take_in.add_argument("file", metavar="FILE")
    take_in.add_argument("--station", help="code of the station, when the file has no station column")
    take_in.add_argument("--period", default="1h", help="length of the rows' interval (default 1h)")
    take_in.add_argument(
        "--offset-minutes", type=int, default=480, help="the file's clock against UTC (default 480, UTC+8)"
    )
    take_in.add_argument("--labels-end", action="store_true", help="the file labels the end of each interval")


def _neighbours(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Other offices that speak Open311."""
    open311 = _add(
        commands,
        "open311",
        help="let another jurisdiction report here by Open311, or report to it",
        more="Makes a key for CODE and prints it this once; doing it again makes a new one and ends the old. "
        "With --url and --out-key the desk can hand reports on to its GeoReport v2 server.",
    )
    open311.add_argument("code", metavar="CODE")
    open311.add_argument("--name-zh", default="", help="its name in Chinese")
    open311.add_argument("--name-en", default="", help="its name in English")
    open311.add_argument("--url", default="", help="address of its GeoReport v2, such as https://host/v2")
    open311.add_argument("--out-key", default="", help="the key it gave us")


def _processes(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Processes that `serve` starts; in production each is a systemd unit."""
    _add(commands, "migrate", module="migrate", help="bring the database to this version and load the seeds")
    _add(commands, "web", module="web", help="only the pages")
    _add(commands, "door", module="processes", help="only the HJ 212 door")
    _add(
        commands, "recorder", module="processes", help="only the recorder: journal to latest values and lake"
    )
    _add(commands, "worker", module="processes", help="only the worker: reactions, seals and the schedule")
