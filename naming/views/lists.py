"""One naming list, the page that is asked for most: read and drawn once between two deeds, for everybody together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from brandportal.audit.services import recent_head
from brandportal.kit import clock
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
    """A list in one language; `pieces` are what was drawn of it, the same for whoever asks."""

    naming_list: NamingList
    levels: list[tuple[str, str]]
    divisions: list[tuple[str, str]]
    rows: list[Row]
    pieces: dict[tuple[Any, ...], SafeString] = field(default_factory=dict)

    def piece(self, template: str, **values: Any) -> SafeString:
        """Return `template` of this list with `values`, drawn once for each of them."""
        key = (template, *values.values())
        drawn = self.pieces.get(key)
        if drawn is None:
            shown = {
                "naming_list": self.naming_list,
                "round": self.naming_list.round,
                "levels": self.levels,
                "divisions": self.divisions,
            }
            drawn = self.pieces[key] = mark_safe(render_to_string(template, shown | values))
        return drawn


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
        """The list as it stood at the head of the trail, which is asked first: what is done meanwhile makes it old."""
        key = (recent_head(), clock.today(), get_language(), self.kwargs["round"])
        shown: Shown = LISTS.get(key, self.read)
        return shown

    def read(self) -> Shown:
        lists = NamingList.objects.select_related("round")
        naming_list = get_object_or_404(lists, round__code=self.kwargs["round"])
        named = Designation.objects.filter(round=naming_list.round)
        wanted = named.select_related("brand", "unit").only(*SHOWN, *WORDS, *self.search_fields)
        return Shown(naming_list, levels_among(named), divisions_among(named), self.rows_of(wanted))

    def rows(self) -> Sequence[Row]:
        return self.shown.rows

    def filter_division(self, one: Designation, value: str) -> bool:
        return one.division_zh == value

    def filter_level(self, one: Designation, value: str) -> bool:
        return one.level_zh == value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.shown
        context = super().get_context_data(
            naming_list=shown.naming_list,
            round=shown.naming_list.round,
            levels=shown.levels,
            divisions=shown.divisions,
            **kwargs,
        )
        lines = (shown.piece("naming/_list_line.html", one=one) for one in context["page_obj"])
        return context | {"lines": mark_safe("".join(lines))}
