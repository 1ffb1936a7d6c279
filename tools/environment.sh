#!/usr/bin/env bash
# Makes .venv from the hash-pinned lock, and the command .venv/bin/achterwacht. Does nothing when the lock has not changed.
#   tools/environment.sh UV_VERSION [LOCK]
set -euo pipefail
cd "$(dirname "$0")/.."
uv_version=$1
lock=${2:-requirements-dev.txt}
python=${PYTHON:-python3}

# The stamp is what the environment was made from, word for word.
stamp=.venv/made-from
wanted() { echo "uv $uv_version, in $PWD" && cat "$lock" tools/launcher.py; }
if [ -x .venv/bin/achterwacht ] && wanted | cmp -s - "$stamp" && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Achterwacht needs Python 3.11 or newer; $python is $("$python" --version 2>&1). Name another one: make PYTHON=python3.12 …" >&2
    exit 1
fi
make_venv() {
    "$python" -m venv --clear "$1" || {
        echo "Could not make a virtual environment. On Debian: apt-get install -y python3-venv" >&2
        exit 1
    }
}

# uv gets an environment of its own, because syncing removes from .venv whatever the lock does not name.
if [ "$(.tools/uv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$uv_version" ]; then
    make_venv .tools/uv
    .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
fi
.venv/bin/python -c '' 2>/dev/null || make_venv .venv
.tools/uv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes "$lock"

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
