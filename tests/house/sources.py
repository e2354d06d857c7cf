"""The files that the house rules are about."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = ("brandportal", "applications", "evaluation", "naming", "demo")
CODE = (*FLOORS, "tools", "tests")
TEXTS = {
    "", ".py", ".html", ".md", ".toml", ".txt", ".in", ".yaml", ".yml", ".json", ".js", ".css", ".sh", ".cfg", ".example",
}  # fmt: skip


def modules(*tops: str) -> Iterator[tuple[str, ast.Module]]:
    """(path, tree) of each Python file of ours; migrations are Django's."""
    for path in python_files(*tops):
        yield name_of(path), ast.parse(path.read_text(encoding="utf-8"))


def python_files(*tops: str) -> Iterator[Path]:
    for top in tops or FLOORS:
        yield from (path for path in sorted((ROOT / top).rglob("*.py")) if "migrations" not in path.parts)


def templates() -> dict[str, str]:
    """Name under templates/ -> text."""
    folder = ROOT / "templates"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


def own_files() -> Iterator[Path]:
    """Every text file that is, or would be, committed."""
    tops = [ROOT / name for name in (*CODE, "docs", "templates", "static", "bench", ".ci")]
    below = (path for top in tops if top.exists() for path in top.rglob("*"))
    for path in [*ROOT.iterdir(), *below]:
        if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts:
            yield path


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
