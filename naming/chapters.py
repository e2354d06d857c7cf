"""The checker of the rules' chapter `process`: notices and what follows."""

import re
from typing import Any

from django.utils.translation import gettext as _

from brandportal.rulebook import Fault

DAYS = re.compile(r"[1-9]\d?", re.ASCII)


def check_process(document: dict[str, Any]) -> list[Fault]:
    chapter = document.get("process", {})
    if not isinstance(chapter, dict):
        return [Fault("process", _("This must be a table. Write [process] and its keys below it."))]
    notice = chapter.get("notice", {})
    if not isinstance(notice, dict):
        return [
            Fault("process.notice", _("This must be a table. Write [process.notice] and its keys below it."))
        ]
    days = str(notice.get("days", "5"))
    if not DAYS.fullmatch(days):
        return [
            Fault(
                "process.notice.days",
                _("“%(value)s” is no number of days. Write a whole number from 1 to 99.") % {"value": days},
            )
        ]
    return []
