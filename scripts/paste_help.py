"""Paste the help texts of the command line into docs/cli.md, below each ``$ gnomon … --help``.

Usage: ``scripts/paste_help.py``; the page's console blocks are run by the tests, so a stale text fails there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cli.md"
BLOCK = re.compile(r"(^```console\n\$ (gnomon[^\n]* --help)\n).*?(^```$)", re.MULTILINE | re.DOTALL)


def read_help(command: str) -> str:
    """Run a command the way the tests of the page do and give what it prints."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    outcome = subprocess.run(command.split(), capture_output=True, text=True, check=True, env=environment)
    return "\n".join(line.rstrip() for line in outcome.stdout.splitlines())


def main() -> None:
    """Refresh every block of the page."""
    text = PAGE.read_text(encoding="utf-8")
    fresh = BLOCK.sub(lambda found: f"{found[1]}{read_help(found[2])}\n{found[3]}", text)
    PAGE.write_text(fresh, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(BLOCK.findall(fresh))} help texts")


if __name__ == "__main__":
    main()
