"""What the page of a notice shows: its list, its days with both ways of counting, and what came of objections."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from applications.models import Application, Round
from applications.selectors.rules import rules_chapter
from brandportal.kit.display import date_text
from brandportal.lifecycle import Offer
from evaluation.models import Channel
from evaluation.selectors.results import Honour
from naming.chapters import NoticeRules, notice_rules
from naming.enums import STRIKING, NoticeStatus, ObjectionStatus
from naming.lifecycle import NOTICE
from naming.models import Notice, Objection, Proposal, ProposalItem, Resolution, Succession
from naming.models.titles import INTENDED, written
from naming.selectors.divisions import division_in_papers
from naming.selectors.honours import Honours, honours_by, in_readers_language
from naming.workdays import Entered, NoticeDay, kind_of, knows, notice_end, weeks_of, working_days_left

Label = str | Promise
MARKS: dict[str, Label] = {
    "make_up": gettext_lazy("make-up"),
    "holiday": pgettext_lazy("calendar", "holiday"),
}


@dataclass(frozen=True)
class ListedBrand:
    """A line of a notice: place, brand, unit; `is_struck` when an upheld objection took it off.

    `division` is the one in which it stands, `honour` the level or medal that it is to bear;
    division and `level` are in Chinese as the notice has them, "" without any. `level_key` is the level's key.
    """

    place: int
    brand: str
    unit: str
    application: Application
    is_struck: bool = False
    succession: Succession | None = None
    division: str = ""
    honour: Honour | None = None
    level_key: str = ""

    @property
    def level(self) -> str:
        return self.honour.zh if self.honour else ""

    @property
    def level_shown(self) -> str:
        """The same in the reader's language."""
        return in_readers_language(self.honour) if self.honour else ""


@dataclass(frozen=True)
class CalendarDay:
    """A cell of the small calendar: the number, a word below it, the class of its tint, the whole as a sentence."""

    day: date
    word: Label
    css: str


@dataclass(frozen=True)
class Exceptional:
    """Days that are not as the week has them: worked instead of others, or free on a weekday."""

    first: date
    last: date
    is_worked: bool


@dataclass(frozen=True)
class NoticeDays:
    """The days of a notice: both last days, what is left, whether the calendar knew the years, what was entered."""

    cells: list[CalendarDay]
    other_last_day: date
    is_known: bool
    days_left: int
    exceptions: list[Exceptional]
    is_entered: bool


def listed_in(notice: Notice) -> list[ListedBrand]:
    """Return the resolved list in its order; what was struck since stays, marked."""
    items = ProposalItem.objects.filter(proposal__round=notice.round, included=True).select_related(
        "application__unit", "application__round"
    )
    struck = struck_of(notice)
    honours = _honours(notice)
    return [
        ListedBrand(
            item.position or 0,
            item.application.brand_name,
            item.application.unit.name_zh,
            item.application,
            item.application_id in struck,
            division=division_in_papers(notice.round, item.application),
            honour=honours.of(item.application.code, item.level),
            level_key=honours.key_of(item.application.code, item.level),
        )
        for item in items.order_by("position")
    ]


def moved_up_in(notice: Notice) -> list[ListedBrand]:
    """Return what moved up since the publication, in its order, with the days of its own; it may be struck as well."""
    found = list(notice.successions.select_related("item__application__unit", "item__application__round"))
    if not found:
        return []
    struck = struck_of(notice)
    honours = _honours(notice)
    start = ProposalItem.objects.filter(proposal__round=notice.round, included=True).count() + 1
    return [
        ListedBrand(
            place,
            one.item.application.brand_name,
            one.item.application.unit.name_zh,
            one.item.application,
            one.item.application_id in struck,
            one,
            division_in_papers(notice.round, one.item.application),
            honours.of(one.item.application.code, one.level),
            honours.key_of(one.item.application.code, one.level),
        )
        for place, one in enumerate(found, start=start)
    ]


def _honours(notice: Notice) -> Honours:
    return honours_by(Proposal.objects.select_related("tally__round").get(round=notice.round_id).tally)


def struck_of(notice: Notice) -> set[int]:
    """Return the keys of the applications that an upheld objection struck from the list."""
    upheld = Objection.objects.filter(notice=notice, status=ObjectionStatus.UPHELD, effect__in=STRIKING)
    return set(upheld.values_list("application_id", flat=True))


def ends_on(notice: Notice) -> date:
    """Return the last day of the notice, or of what moved up since if that is later."""
    later = notice.successions.aggregate(last=Max("last_day"))["last"]
    return max(notice.last_day, later) if later else notice.last_day


def open_for_objections(notice: Notice, today: date) -> list[ListedBrand]:
    """Return against what an objection is taken on `today`: the list within its days, what moved up within its own."""
    if notice.status != NoticeStatus.PUBLISHED:
        return []
    listed = listed_in(notice) if today <= notice.last_day else []
    moved = [one for one in moved_up_in(notice) if one.succession and today <= one.succession.last_day]
    return [*listed, *moved]


def days_of(notice: Notice, today: date) -> NoticeDays:
    """Return the calendar of `notice` as seen on `today`, with the last day of the other way of counting."""
    first, last, entered = notice.first_day, notice.last_day, notice.entered
    other = notice_end(first, notice.days, counts_first_day=not notice.counts_first_day, entered=entered)
    weeks = weeks_of(first, last, counts_first_day=notice.counts_first_day, entered=entered)
    return NoticeDays(
        cells=[_cell(one, notice, today) for one in weeks],
        other_last_day=other.last_day,
        is_known=other.is_known and knows(last),
        days_left=working_days_left(max(today, first), last, entered),
        exceptions=_exceptions([one for one in weeks if first <= one.day <= last], entered),
        is_entered=bool(entered),
    )


def _cell(one: NoticeDay, notice: Notice, today: date) -> CalendarDay:
    css = "is-in" if one.counts else "is-off" if one.kind in {"weekend", "holiday"} else ""
    word: Label = MARKS.get(one.kind) or date_format(one.day, "D")
    if one.day == notice.first_day:
        word = pgettext("calendar", "first")
    if one.day == notice.last_day:
        word = pgettext("calendar", "last")
    if one.day == today:
        css, word = "is-now", _("today")
    return CalendarDay(one.day, word, css)


def _exceptions(days: list[NoticeDay], entered: Entered) -> list[Exceptional]:
    """Return make-up days, and holidays as ranges over the weekends among them, in their order."""
    found: list[Exceptional] = []
    for one in days:
        last = found[-1] if found else None
        if one.kind == "make_up":
            found.append(Exceptional(one.day, one.day, is_worked=True))
        elif (
            one.kind == "holiday"
            and last
            and not last.is_worked
            and _only_weekend(last.last, one.day, entered)
        ):
            found[-1] = replace(last, last=one.day)
        elif one.kind == "holiday":
            found.append(Exceptional(one.day, one.day, is_worked=False))
    return found


def _only_weekend(after: date, before: date, entered: Entered) -> bool:
    between = range(1, (before - after).days)
    return all(kind_of(after + timedelta(days=one), entered) == "weekend" for one in between)


def left_of(notice: Notice, today: date) -> str:
    """Return what a pill says about the time a notice has left, empty when it does not run."""
    last = ends_on(notice)
    if notice.status != NoticeStatus.PUBLISHED or today > last:
        return ""
    days = working_days_left(max(today, notice.first_day), last, notice.entered)
    return ngettext("%(days)d working day left", "%(days)d working days left", days) % {"days": days}


def offers_of(notice: Notice, user: Any, today: date) -> list[Offer]:
    """Return the buttons of the notice; what its days forbid is off, with the reason beside it."""
    offers = NOTICE.offers(notice, user) if user.is_authenticated else []
    forbids = {"publish": too_late_to_publish, "close": too_early}
    return [
        replace(one, why=one.why or forbids[one.action](notice, today)) if one.action in forbids else one
        for one in offers
    ]


def too_late_to_publish(notice: Notice, today: date) -> str:
    """Return the sentence that keeps a draft from being published on `today`, empty when its days would be whole."""
    if today <= notice.first_day:
        return ""
    return _(
        "The first day of the notice, %(day)s, has passed. Set it to today or later, so that the days are whole."
    ) % {"day": date_text(notice.first_day)}


def too_early(notice: Notice, today: date) -> str:
    """Return the sentence that keeps a notice from being ended on `today`, empty when its days are over."""
    last = ends_on(notice)
    if today > last:
        return ""
    return _("The notice runs until %(day)s, 24:00 (Beijing time). It can be ended after that.") % {
        "day": date_text(last)
    }


def too_early_to_name(notice: Notice) -> str:
    """Return the sentence that keeps the list from being named, empty when the notice has been ended."""
    if notice.status == NoticeStatus.CLOSED:
        return ""
    return _("The public notice has not been ended yet. Naming follows it.")


def rules_of_notice(round: Round) -> NoticeRules:
    """Return what the round's rules say about its notice, with the usual where they say nothing."""
    return notice_rules(rules_chapter(round, "process"))


def written_title(round: Round) -> str:
    """Return the title of the notice as the round's data give it."""
    return written(INTENDED, round)


@translation.override(settings.LANGUAGE_CODE)
def written_body(round: Round) -> str:
    """Return the text of the notice as the round's data give it; how to object stands below the list of every one."""
    return _(
        "According to %(number)s and the rules of the round, after filing, %(channels)s, the counting and the "
        "resolution of %(body)s, the following brands are to be named and are put on public notice."
    ) % {
        "number": round.document_number,
        "channels": channels_in_papers(round),
        "body": Resolution.objects.get(proposal__round=round).body,
    }


def channels_in_papers(round: Round) -> str:
    """Return the round's own channels in their order, as documents name the way to the list."""
    channels = Channel.objects.filter(round=round).order_by("stage__position", "position")
    return "、".join(channels.values_list("title_zh", flat=True))
