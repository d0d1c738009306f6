#!/bin/sh
# Make .venv with everything of one kind (run or dev) from the lock; quick when nothing changed.
set -eu
kind=${1:-run}
cd "$(dirname "$0")/.."

stop() { printf '\n%s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

find_python() {
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python3.14; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"; return
        fi
    done
    seen=$(python3 --version 2>/dev/null || echo "no python3")
    stop "Lantian needs Python 3.11 or later; this machine has: $seen.
On Debian or Ubuntu type:  apt-get install python3 python3-venv"
}

lock=requirements/$kind.txt
stamp=.venv/.made-$kind
wanted=$(cat "$lock" pyproject.toml packages/*/pyproject.toml | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && [ -x .venv/bin/lantian ]; then exit 0; fi

if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    echo "Making .venv with $("$python" --version) …"
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "The venv module is missing; installing python$version-venv …"
        as_root sh -c "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python$version-venv" >/dev/null \
            || stop "Python's venv module is missing. Type:  sudo apt-get install python$version-venv"
    fi
    "$python" -m venv .venv
fi
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9' 
echo "Installing what $lock names …"
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps -e packages/hj212 -e packages/airshed -e .
echo "$wanted" > "$stamp"
