#!/usr/bin/env bash
# What the product is made of (CycloneDX), under which licences, and whether a vulnerability of it is known.
#   tools/audit.sh     writes build/sbom-python.json, build/sbom-screens.json and build/licences.txt; fails at a known one
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
tools/uv.sh .tools/audit tools/audit-requirements.txt

echo "Licences:"
.venv/bin/python tools/licences.py requirements.txt pwa/package-lock.json | tee build/licences.txt
(cd pwa && ../tools/with-node.sh npm sbom --omit dev --sbom-format cyclonedx --package-lock-only >../build/sbom-screens.json)
.tools/audit/bin/cyclonedx-py requirements requirements.txt --output-reproducible -o build/sbom-python.json
# Strict: a package that can't be looked up is not one of which nothing is known.
.tools/audit/bin/python -m pip_audit --strict --disable-pip --require-hashes --requirement requirements.txt
(cd pwa && ../tools/with-node.sh npm audit --omit dev)
