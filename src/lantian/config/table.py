"""Every setting an operator may give, in one table; read from the environment once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One named value: what it is called outside, what it is, and what it is for."""

    name: str
    kind: type
    default: object
    help: str


SETTINGS = (
    Setting(name="LANTIAN_HOME", kind=Path, default=Path("var"), help="Folder where all data live."),
    Setting(name="PORT", kind=int, default=8000, help="Port of the pages."),
    Setting(
        name="LANTIAN_BIND", kind=str, default="127.0.0.1", help="Address the pages and doors listen on."
    ),
    Setting(name="LANTIAN_DOOR_PORT", kind=int, default=8212, help="Port of the HJ 212 door."),
    Setting(
        name="LANTIAN_DATABASE_URL",
        kind=str,
        default="",
        help="postgresql://user:password@host/name; empty means SQLite in LANTIAN_HOME.",
    ),
    Setting(
        name="LANTIAN_HOSTS",
        kind=str,
        default="",
        help="Host names the pages answer to besides localhost, separated by commas.",
    ),
    Setting(
        name="LANTIAN_SECURE",
        kind=bool,
        default=False,
        help="A proxy in front speaks TLS: secure cookies, and its word is taken for it.",
    ),
    Setting(
        name="LANTIAN_TLS",
        kind=bool,
        default=False,
        help="The pages speak TLS themselves, certificate in LANTIAN_HOME/tls; `serve --tls` sets it.",
    ),
    Setting(
        name="LANTIAN_SECRET_KEY",
        kind=str,
        default="",
        help="Signing key; empty means one is made once and kept in LANTIAN_HOME/secret-key.",
    ),
    Setting(name="LANTIAN_DEMO", kind=bool, default=False, help="Show the demo's role switcher and tour."),
    Setting(
        name="LANTIAN_DOOR_MAX_FRAME", kind=int, default=8192, help="Longest frame the door reads, in bytes."
    ),
    Setting(
        name="LANTIAN_DOOR_IDLE_SECONDS",
        kind=int,
        default=900,
        help="Seconds after which a connection that brought no whole frame is closed.",
    ),
    Setting(
        name="LANTIAN_DOOR_CONNECTIONS", kind=int, default=2000, help="Connections the door holds at once."
    ),
    Setting(
        name="LANTIAN_DOOR_CONNECTIONS_PER_PEER",
        kind=int,
        default=1000,
        help="Connections one address may hold.",
    ),
    Setting(
        name="LANTIAN_CLIENT_HEADER",
        kind=str,
        default="",
        help="Header in which our own proxy names the sender, such as X-Forwarded-For; empty: no proxy.",
    ),
    Setting(
        name="LANTIAN_LAKE_SECONDS", kind=int, default=30, help="Longest time a reading waits for the lake."
    ),
)


class UnknownSetting(ValueError):
    """The environment names a setting that does not exist."""

    def __init__(self, name: str) -> None:
        self.name = name
        known = ", ".join(s.name for s in SETTINGS)
        super().__init__(f"{name} is not a setting of Lantian; the settings are: {known}")


class BadSetting(ValueError):
    """The environment gives a setting a value of the wrong kind."""

    def __init__(self, name: str, seen: str, needed: str) -> None:
        self.name, self.seen, self.needed = name, seen, needed
        super().__init__(f"{name} is {seen!r}; {needed} is needed")


class HomeNotWritable(OSError):
    """The folder for all data cannot be written."""

    def __init__(self, home: Path, reason: str) -> None:
        self.home, self.reason = home, reason
        super().__init__(f"{home} cannot be written ({reason}); set LANTIAN_HOME to a folder you own.")


def read(environ: Mapping[str, str]) -> dict[str, object]:
    """The value of every setting; raises UnknownSetting or BadSetting naming the offender."""
    known = {s.name for s in SETTINGS}
    for name in environ:
        if (
            name.startswith("LANTIAN_")
            and name not in known
            and not name.startswith(("LANTIAN_TEST_", "LANTIAN_SHARED"))
        ):
            raise UnknownSetting(name)
    return {s.name: _value(s, environ[s.name]) if s.name in environ else s.default for s in SETTINGS}


def _value(setting: Setting, text: str) -> object:
    if setting.kind is bool:
        if text.lower() not in {"0", "1", "true", "false", "yes", "no", ""}:
            raise BadSetting(setting.name, text, "yes or no")
        return text.lower() in {"1", "true", "yes"}
    if setting.kind is int:
        if not text.isascii() or not text.isdigit():
            raise BadSetting(setting.name, text, "a whole number")
        return int(text)
    return setting.kind(text)
