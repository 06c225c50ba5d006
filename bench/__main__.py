"""What can be measured: `python3 dev.py bench`."""

from __future__ import annotations

import ast
from pathlib import Path


def main() -> None:
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        name, first = path.stem.removeprefix("bench_"), said.partition("\n\n")[0]
        print(f"  {name:11} {' '.join(first.split())}")


if __name__ == "__main__":
    main()
