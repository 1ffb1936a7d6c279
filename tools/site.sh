#!/usr/bin/env bash
# The documentation as a site, in build/site: it fails at a link, or a heading, that leads nowhere.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/uv.sh .tools/site tools/site-requirements.txt
.tools/site/bin/zensical build --strict
