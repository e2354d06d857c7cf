"""Rounds and applications for tests, made by the services that the pages call."""

import io
import json
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from applications import services
from applications.models import Application, Round
from applications.services.rounds import create_round, freeze_round, open_round_filing
from brandportal.accounts.models import Unit, User
from brandportal.kit import clock
from brandportal.kit.files import store_image
from brandportal.rulebook import fingerprint, freeze
from tests.cast import Cast
from tests.schemes import small_scheme

# Days from today of a round that is open for filing.
CALENDAR = {
    "filing_opens": -10,
    "filing_closes": 10,
    "correction_closes": 14,
    "rating_opens": 20,
    "rating_closes": 30,
    "review_opens": 31,
    "review_closes": 40,
    "decision_on": 50,
}


def day(number: int) -> date:
    return clock.today() + timedelta(days=number)


def draft_round(cast: Cast, code: str = "2026-ten", *, shift: int = 0, **facts: Any) -> Round:
    """Return a round in preparation; `shift` moves its whole calendar by so many days."""
    columns = {
        "scheme_key": "small",
        "title_zh": "2026年十佳机关服务品牌评选",
        "title_en": "Ten Best 2026",
        "year": 2026,
        "document_number": "县组发〔2026〕7号",
        "naming_body": "县委、县政府",
        "organizer_name": "县委组织部",
        "complaint_contact": "0000-8812380",
        "call_text": "现将有关事项通知如下。",
        "rules": json.dumps(small_scheme()),
    }
    days = {name: day(number + shift) for name, number in CALENDAR.items()}
    return create_round(code=code, by=cast.omar, **(columns | days | facts))


def open_round(cast: Cast, code: str = "2026-ten", *, shift: int = 0, **facts: Any) -> Round:
    """Return a round that is open for filing."""
    round = draft_round(cast, code, shift=shift, **facts)
    rules = freeze(small_scheme())
    freeze_round(round, rules=rules, fingerprint=fingerprint(rules), by=cast.omar)
    return open_round_filing(round, by=cast.omar)


TEXTS = {
    "brand_name": "文档连心桥",
    "slogan": "一份档案，一座桥",
    "meaning": "档案连接群众。",
    "main_text": "一、品牌基本情况。\n二、机关文化。",
    "contact_name": "王晓梅",
    "contact_phone": "0000-88120001",
}


def started(round: Round, unit: Unit, by: User) -> Application:
    return services.start_application(round, unit, by=by, at=clock.start_of(round.filing_opens))


def filled(round: Round, unit: Unit, by: User, **texts: str) -> Application:
    """Return a draft with everything that the rules require."""
    application = started(round, unit, by)
    checks = {key: {"finding": "有差距", "measure": "年内整改"} for key in ("overall", "tasks")}
    services.save_application(
        application, by=by, revision=application.revision, fields=TEXTS | texts, self_checks=checks
    )
    logo = store_image(picture(), label="Logo", purpose="brand-logo")
    return services.set_logo(application, logo, by=by)


def sent(cast: Cast, round: Round) -> Application:
    """Return the archives' application, waiting for its approver."""
    return services.send_application(filled(round, cast.archives, cast.alice), by=cast.alice)


def filed(cast: Cast, round: Round) -> Application:
    return services.submit_application(sent(cast, round), by=cast.bob)


def returned(cast: Cast, round: Round, *defects: tuple[str, str]) -> Application:
    rows = [{"part": part, "text": text} for part, text in defects or (("logo", "标识不清晰"),)]
    return services.return_application(filed(cast, round), rows, by=cast.omar)


def picture(edge: int = 100, kind: str = "PNG", name: str = "logo.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (edge, edge), "teal").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue(), "image/png")
