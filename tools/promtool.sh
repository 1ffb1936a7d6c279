#!/usr/bin/env bash
# Prints the path of promtool, with which the alert rules are tested; on Debian it takes it out of the package.
set -euo pipefail
cd "$(dirname "$0")/.."
kept=build/promtool/usr/bin/promtool

for found in "${PROMTOOL:-}" "$(command -v promtool || true)" "$kept"; do
    if [ -n "$found" ] && "$found" --version >/dev/null 2>&1; then echo "$found"; exit 0; fi
done
if command -v apt-get >/dev/null; then
    echo "No promtool found; taking it out of Debian's package prometheus." >&2
    fresh=$(mktemp -d build/promtool.XXXXXX)
    trap 'rm -rf "$fresh"' EXIT
    fetch() { (cd "$fresh" && apt-get download -qq prometheus) >&2; }
    fetch || { [ "$(id -u)" = 0 ] && apt-get update -qq >&2 && fetch; } || true
    if ls "$fresh"/prometheus_*.deb >/dev/null 2>&1; then
        dpkg-deb --fsys-tarfile "$fresh"/prometheus_*.deb | tar -x -C "$fresh" ./usr/bin/promtool
        mkdir -p "$(dirname "$kept")"
        mv "$fresh/usr/bin/promtool" "$kept"
        if "$kept" --version >/dev/null 2>&1; then echo "$kept"; exit 0; fi
    fi
fi
cat >&2 <<'MESSAGE'
The tests of the alert rules need promtool, and there is none here. It comes with Prometheus:

    https://prometheus.io/download/

Say where it is: make test PROMTOOL=/path/to/promtool
MESSAGE
exit 1
