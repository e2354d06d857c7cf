"""One naming list, the page that is asked for most: read and drawn once between two deeds, for everybody together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from brandportal.audit.services import recent_head
from brandportal.kept import HEAD
from brandportal.kit import clock
from brandportal.kit.drawn import drawn_each
from brandportal.kit.lists import Row
from brandportal.kit.memo import Memo
from brandportal.kit.views import RowsPage
from naming.enums import DesignationStatus
from naming.models import Designation, NamingList
from naming.selectors.public import divisions_among, levels_among

# As long as a kept page (brandportal/kept.py): no deed is missed, and a write without an event for a minute at most.
LISTS = Memo(seconds=60, most=16)
SHOWN = ("position", "brand_name", "unit_name", "number", "status", "brand__code", "level_rank")
WORDS = ("division_zh", "division_en", "level_zh", "level_en")


@dataclass(frozen=True, eq=False)
class Shown:
    """A list in one language; `pieces` are the parts that were drawn of it, the same for whoever asks."""

    naming_list: NamingList
    heading: str
    levels: list[tuple[str, str]]
    divisions: list[tuple[str, str]]
    rows: list[Row]
    pieces: dict[Any, SafeString] = field(default_factory=dict)


class ListDetailView(RowsPage):
    """The brands of the list in their order, with a column and a filter of levels and divisions where it has any."""

    public = True
    indexed = True
    template_name = "naming/list_detail.html"
    search_fields = (
        "brand_name",
        "unit_name",
        "brand__pinyin",
        "brand__initials",
        "unit__pinyin",
        "unit__initials",
    )
    sorts = {
        "position": (_("Order"), "position"),
        "brand": (_("Brand"), "brand__pinyin,position"),
        "unit": (_("Unit"), "unit__sort_key,position"),
        "level": (_("Level"), "level_rank,position"),
    }
    default_sort = "position"
    filters = (
        ("division", _("Division"), lambda view: view.shown.divisions),
        ("level", _("Level"), lambda view: view.shown.levels),
        ("status", _("State"), DesignationStatus.choices),
    )
    where_any = ("division", "level")

    @cached_property
    def shown(self) -> Shown:
        """The list as it stood at the head of the trail, which is asked first: what is done meanwhile makes it old.

        Where the page itself is kept, the head that it is kept by: another, asked later, could be an older one.
        """
        key = (
            self.request.META.get(HEAD) or recent_head(),
            clock.today(),
            get_language(),
            self.kwargs["round"],
        )
        shown: Shown = LISTS.get(key, self.read)
        return shown

    def read(self) -> Shown:
        lists = NamingList.objects.select_related("round")
        naming_list = get_object_or_404(lists, round__code=self.kwargs["round"])
        named = Designation.objects.filter(round=naming_list.round)
        wanted = named.select_related("brand", "unit").only(*SHOWN, *WORDS, *self.search_fields)
        divisions, levels = divisions_among(named), levels_among(named)
        return Shown(naming_list, naming_list.heading, levels, divisions, self.rows_of(wanted))

    def rows(self) -> Sequence[Row]:
        return self.shown.rows

    def filter_division(self, one: Designation, value: str) -> bool:
        return one.division_zh == value

    def filter_level(self, one: Designation, value: str) -> bool:
        return one.level_zh == value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(shown=self.shown, **kwargs)
        lines = drawn_each("naming/_list_line.html", self.shown, context["page_obj"])
        return context | {"lines": lines}
