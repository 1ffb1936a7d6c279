#!/usr/bin/env bash
# Makes .venv from a hash-pinned lock, and the command .venv/bin/achterwacht. Does nothing when the lock has not changed.
#   tools/environment.sh [LOCK]     requirements.txt: the product alone; requirements-dev.txt: and all that tests it
# An environment with the developers' tools in it holds the same product, and stays when only the product is asked for.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=${1:-requirements-dev.txt}

# The stamp is what the environment was made from, word for word.
stamp=.venv/made-from
first=$(head -n 1 "$stamp" 2>/dev/null || true)
case $first in "requirements-dev.txt "* | "uv "*) lock=requirements-dev.txt ;; esac
wanted() { echo "$lock in $PWD" && cat "$lock" tools/uv-requirements.txt tools/launcher.py; }
if [ -x .venv/bin/achterwacht ] && wanted | cmp -s - "$stamp" && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi
tools/uv.sh .venv "$lock"

# The packages run from the checkout: on the path for every Python of this environment, children included.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd >"$site/achterwacht-checkout.pth"
{
    echo "#!$PWD/.venv/bin/python"
    cat tools/launcher.py
} >.venv/bin/achterwacht.new
chmod +x .venv/bin/achterwacht.new
mv .venv/bin/achterwacht.new .venv/bin/achterwacht
wanted >"$stamp"
