#!/usr/bin/env bash
# Makes the environment of uv itself, from its own lock, and a virtual environment for whoever asks.
#   tools/uv.sh FOLDER LOCK     FOLDER becomes an environment with exactly what stands in LOCK, by hash
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
lock=$2

# Built by hand without optimisations, as pyenv does unless told otherwise, Python runs half as fast: then the system's
# own is the better one, if it is new enough and can make an environment.
suits() {
    "$1" -c '
import sys, sysconfig, ensurepip
built = sysconfig.get_config_var("CONFIG_ARGS") or ""
sys.exit(sys.version_info < (3, 11) or not (sys.base_prefix == "/usr" or "--enable-optimizations" in built))
' 2>/dev/null
}
python=${PYTHON:-python3}
if [ -z "${PYTHON:-}" ] && ! suits python3 && suits /usr/bin/python3; then python=/usr/bin/python3; fi

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
if ! cmp -s tools/uv-requirements.txt .tools/uv/made-from; then
    make_venv .tools/uv
    .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        -r tools/uv-requirements.txt
    cp tools/uv-requirements.txt .tools/uv/made-from
fi
"$folder/bin/python" -c '' 2>/dev/null || make_venv "$folder"
.tools/uv/bin/uv pip sync --quiet --python "$folder/bin/python" --require-hashes "$lock"
