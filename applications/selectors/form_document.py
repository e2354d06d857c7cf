"""What the printed application form (templates/documents/applications/form.typ) says of one filed version."""

from typing import Any

from django.conf import settings
from django.utils import translation

from applications.models import Filing
from applications.selectors.dossier import Dossier, filed_dossier
from brandportal.documents.pictures import stored_svg
from brandportal.kit.display import date_text, fingerprint, local_date, thin

LOGO_EDGE = 600


@translation.override(settings.LANGUAGE_CODE)
def form_data(filing: Filing, *, with_contact: bool) -> dict[str, Any]:
    """Return the facts of the form; contact person and telephone only `with_contact`."""
    application = filing.application
    round, dossier = application.round, filed_dossier(filing)
    return {
        "round": round.title_zh,
        "code": application.code,
        "version": str(filing.number),
        "facts": _facts(dossier, with_contact=with_contact),
        "meaning": dossier.meaning,
        "logo": stored_svg(dossier.logo, LOGO_EDGE),
        "checks": [[one.title, one.finding, one.measure] for one in dossier.checks],
        "text": dossier.main_text,
        "characters": thin(dossier.main_count),
        "papers": [paper.title for paper in dossier.papers],
        "drafter": filing.drafted_by.name,
        "approver": filing.approved_by.name,
        "filed": date_text(filing.filed_at, "time"),
        "organizer": round.organizer_name,
        "dated": local_date(filing.filed_at).isoformat(),
        "foot": f"内容摘要（SHA-256）{fingerprint(filing.digest)}　规则指纹 {fingerprint(round.rules_fingerprint)}",
    }


def _facts(dossier: Dossier, *, with_contact: bool) -> list[list[str]]:
    subject = f"{dossier.object_kind}　{dossier.sub_unit}".strip("　")
    stratum = [["申报组别", dossier.stratum]] if dossier.stratum else []
    facts = [
        ["品牌名称", dossier.brand_name],
        ["申报单位", dossier.unit],
        ["申报对象", subject],
        *stratum,
        ["宣传口号", dossier.slogan],
    ]
    if with_contact:
        facts.append(["联系人", f"{dossier.contact_name}　{dossier.contact_phone}".strip("　")])
    return facts
