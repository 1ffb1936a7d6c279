#!/usr/bin/env bash
# Installs the front end's packages and builds pwa/dist; skips either when nothing it is made from has changed.
#   tools/pwa.sh [packages]     with "packages", only the first half
set -euo pipefail
cd "$(dirname "$0")/../pwa"

installed=node_modules/.made-from
if ! cmp -s package-lock.json "$installed"; then
    ../tools/with-node.sh npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json "$installed"
fi
if [ "${1:-}" = packages ]; then exit 0; fi

fingerprint() {
    find . \( -path ./node_modules -o -path ./dist -o -path ./dev-dist \) -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 cksum
}
built=../build/pwa.made-from
if [ -f dist/index.html ] && fingerprint | cmp -s - "$built"; then exit 0; fi
rm -f "$built"
../tools/with-node.sh npm run --silent build
mkdir -p ../build
fingerprint >"$built"
