"""The command `achterwacht`: tools/environment.sh copies this to .venv/bin/achterwacht."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cli.main import app

if __name__ == "__main__":
    app()
