"""The organizer starts the round from its scheme, lays out the blank forms and opens it."""

from applications.models import Round
from applications.services.rounds import add_round_form
from brandportal.accounts.models import User
from brandportal.kit.files import store_bytes
from demo.drawing.papers import paper_pdf
from demo.stages import Days
from demo.texts.phrases import phrases
from demo.texts.review import call_text
from evaluation.services.rounds import open_round, start_round

SCHEME = "ten-best"


def open_call(*, days: Days, year: int, by: User) -> Round:
    """Return a round of `year`, open for filing since day 0."""
    round = start_round(
        SCHEME,
        by=by,
        code=free_code(year),
        title_zh=f"{year}年“十佳机关服务品牌”评选",
        title_en=f"Ten Best Agency Service Brands {year}",
        year=year,
        document_number=f"县组发〔{year}〕7号",
        naming_body="中共县委、县人民政府",
        organizer_name="县委组织部",
        complaint_contact="县委组织部干部监督室，县委大院3号楼206室，电话 0000-8812380",
        call_text=call_text(_words(days, year)),
        is_demo=True,
        **days.facts,
    )
    for form in phrases("forms")["form"]:
        data = paper_pdf(form["title"], form["note"], form["lines"])
        name, kind = f"{form['title']}.pdf", "application/pdf"
        stored = store_bytes(data, name=name, content_type=kind, purpose="round-form")
        add_round_form(round, title=form["title"], file=stored, by=by)
    return open_round(round, by=by, at=days.at(0, 8, 30))


def free_code(year: int) -> str:
    """Return the code of the year's round; a second one of the same year gets a number."""
    stem = f"{year}-{SCHEME}"
    taken = Round.objects.filter(code__startswith=stem).count()
    return f"{stem}-{taken + 1}" if taken else stem


def _words(days: Days, year: int) -> dict[str, str]:
    facts = {
        "opens": "filing_opens",
        "closes": "filing_closes",
        "rating": "rating_opens",
        "review": "review_opens",
    }
    spoken = {word: days.facts[name] for word, name in facts.items()}
    return {word: f"{day.month}月{day.day}日" for word, day in spoken.items()} | {"year": f"{year}年"}
