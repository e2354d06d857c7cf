"""Bootstrap icons, drawn into the page: no font, no request; decoration unless they carry a label."""

import re
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SVG = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@lru_cache(maxsize=256)
def paths_of(name: str) -> str:
    """The drawing inside the svg element; FileNotFoundError names an icon that does not exist."""
    folder = distribution("django-bs-icon-templates").locate_file("bs_icon_templates/templates/bs_icon")
    text = (Path(str(folder)) / f"{name}.svg").read_text(encoding="utf-8")
    drawing = _SVG.search(text)
    return re.sub(r"\s*\n\s*", "", drawing.group(1)) if drawing else ""


@lru_cache(maxsize=1000)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Beside a word the icon is decoration; alone it needs a label."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="bi{}" viewBox="0 0 16 16" fill="currentColor" {}>{}</svg>',
        f" {css}" if css else "",
        spoken,
        mark_safe(paths_of(name)),
    )
