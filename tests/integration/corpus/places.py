"""Where bad input is thrown: who sends it, to which view, and what else stands on the form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from applications.models import Application, Round


@dataclass(frozen=True)
class Place:
    """A form: the role of who fills it, its address, and what they have typed beside the bad value."""

    role: str
    url: Callable[[], str]
    typed: Callable[[], dict[str, Any]]


def _step(step: str) -> str:
    name = "attachments" if step == "attachments" else "step"
    more = [] if name == "attachments" else [step]
    return reverse(f"applications:application-{name}", args=["filing", "A001", *more])


def _brand() -> dict[str, Any]:
    revision = Application.objects.get(round__code="filing", code="A001").revision
    texts = {"brand_name": "连心桥之名", "slogan": "口号甲", "meaning": "释义乙"}
    return texts | {"revision": str(revision)}


def _facts() -> dict[str, Any]:
    round = Round.objects.get(code="draft")
    names = (
        "title_zh", "title_en", "year", "document_number", "naming_body", "organizer_name", "complaint_contact",
        "filing_opens", "filing_closes", "correction_closes", "rating_opens", "rating_closes", "review_opens",
        "review_closes", "decision_on",
    )  # fmt: skip
    return {name: str(getattr(round, name)) for name in names} | {"call_text": "通知正文丙"}


PLACES = {
    "logo": Place("drafter", lambda: _step("brand"), _brand),
    "brand": Place("drafter", lambda: _step("brand"), _brand),
    "paper": Place("drafter", lambda: _step("attachments"), lambda: {"title": "Proof 4"}),
    "score": Place(
        "supervisor",
        lambda: reverse("evaluation:sheet-edit", args=["rating", "supervisors", "A001"]),
        lambda: {"standard": "50", "sheet.revision": "0", "sheet.remark": "备注戊"},
    ),
    "facts": Place("organizer", lambda: reverse("evaluation:round-edit", args=["draft"]), _facts),
    "roster": Place("administrator", lambda: reverse("accounts:roster-units"), dict),
    "objection": Place(
        "nobody",
        lambda: reverse("naming:objection-create", args=["named"]),
        lambda: {
            "application": "A001",
            "identity": "named",
            "text": "事实己",
            "name": "张三",
            "contact": "138",
        },
    ),
    "account": Place(
        "administrator",
        lambda: reverse("accounts:user-create"),
        lambda: {"username": "wang", "name": "王庚", "email": "w@example.org", "roles": ["panel"]},
    ),
    "unit": Place(
        "administrator",
        lambda: reverse("accounts:unit-create"),
        lambda: {"name_zh": "市体育局", "name_en": "Sports", "code": "sports", "category": "government"},
    ),
}
