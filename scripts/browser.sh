#!/bin/sh
# Sees to it that the browser tests find Debian's Chromium; changes nothing when it is there.
# The Chinese font comes with Lantian, so no font package is needed.
set -u

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if found=$(find_chromium); then
    echo "$found"
    exit 0
fi

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    as_root=none
fi

if [ "$as_root" != none ] && command -v apt-get >/dev/null; then
    $as_root apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >&2
    if found=$(find_chromium); then
        echo "$found"
        exit 0
    fi
fi

echo "Chromium is missing, which the browser tests drive. Type:" >&2
echo "    sudo apt-get update && sudo apt-get install -y chromium" >&2
exit 1
