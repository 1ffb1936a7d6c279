#!/usr/bin/env bash
# Resolves all locks anew. They hold names, versions and hashes, and no address of a registry.
#   tools/lock.sh [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    .tools/uv/bin/uv pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate "$@" >/dev/null
}
compile "$@" pyproject.toml -o requirements.txt
compile "$@" pyproject.toml --constraint requirements.txt --group dev -o requirements-dev.txt
compile "$@" --group build -o requirements-build.txt
compile tools/uv-requirements.in -o tools/uv-requirements.txt
compile "$@" tools/site-requirements.in -o tools/site-requirements.txt
if grep -nE 'https?://|^--' requirements*.txt tools/*-requirements.txt; then
    echo "A lock names a host or an option: see above." >&2
    exit 1
fi
for folder in pwa tools/spectral tools/identity-provider tools/lighthouse; do
    (cd "$folder" && "$OLDPWD/tools/with-node.sh" npm install --package-lock-only)
    if grep -n '"resolved": "http' "$folder/package-lock.json"; then
        echo "$folder/package-lock.json names a host: see above." >&2
        exit 1
    fi
done
