"""The lifecycle tables as a page of documentation."""

from brandportal.lifecycle.engine import Lifecycle, registry

HEAD = """# Workflows

Generated from the lifecycle tables by `python manage.py workflows`; do not edit by hand.
"""


def workflows_page() -> str:
    return "\n".join([HEAD, *(_section(one) for one in sorted(registry(), key=lambda one: one.key))])


def _section(one: Lifecycle) -> str:
    arrows = "\n".join(
        f"    {source} --> {row.target}: {row.action}" for row in one.transitions for source in row.sources
    )
    lines = "\n".join(
        f"| `{row.action}` | {', '.join(row.sources)} | {row.target} | `{row.permission}` | "
        f"{', '.join(guard.__name__ for guard in row.guards) or '–'} |"
        for row in one.transitions
    )
    return (
        f"## {one.key}\n\n```mermaid\nstateDiagram-v2\n{arrows}\n```\n\n"
        f"| action | from | to | permission | guards |\n|---|---|---|---|---|\n{lines}\n"
    )
