"""``python -m gnomon``: the same as the command ``gnomon``."""

from __future__ import annotations

from gnomon.faces.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
