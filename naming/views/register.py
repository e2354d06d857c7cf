"""The public register: which naming lists there are, and the brands of all of them, open to everybody."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from applications.models import Brand
from brandportal.kit.sheets import Cell, csv_response
from brandportal.kit.text import squash
from brandportal.kit.views import ListPage, Page, PortalView
from naming.enums import DesignationStatus
from naming.models import Designation, NamingList
from naming.selectors.public import certificate_number, levels_among


class ListIndexView(ListPage):
    public = True
    indexed = True
    template_name = "naming/list_index.html"
    search_fields = ("title", "document_number", "round__naming_body")
    sorts = {"published": (_("Published on"), "published_on,pk"), "title": (_("Title"), "title,pk")}
    default_sort = "-published"

    def get_queryset(self) -> QuerySet[NamingList]:
        self.queryset = NamingList.objects.select_related("round").annotate(
            named=Count("round__designations")
        )
        return super().get_queryset()


class ListFileView(PortalView):
    """The same list as a file, for whoever keeps a register of their own."""

    public = True

    def get(self, _request: HttpRequest, round: str) -> HttpResponse:
        naming_list = get_object_or_404(NamingList.objects.select_related("round"), round__code=round)
        rows = list(Designation.objects.filter(round=naming_list.round).order_by("position"))
        lines: list[list[Cell]] = [[one.position, *cells_of(one, rows)] for one in rows]
        return for_all(csv_response(f"{round}.csv", [str(_("Order")), *header_of(rows)], lines))


class BrandListView(ListPage):
    """All named brands: with a column and a filter of levels where any of them has one, else without a trace of it."""

    public = True
    indexed = True
    template_name = "naming/brand_list.html"
    search_fields = (
        "brand_name",
        "unit_name",
        "number",
        "brand__pinyin",
        "brand__initials",
        "unit__pinyin",
        "unit__initials",
    )
    sorts = {
        "brand": (_("Brand"), "brand__pinyin,pk"),
        "unit": (_("Unit"), "unit__sort_key,pk"),
        "year": (_("Year"), "round__year,-position"),
        "number": (_("Number"), "number"),
        "level": (_("Level"), "level_rank,level_zh,-round__year,position"),
    }
    default_sort = "-year"
    filters = (
        ("status", _("State"), DesignationStatus.choices),
        ("year", _("Year"), lambda _view: [(str(year), str(year)) for year in named_years()]),
        ("level", _("Level"), lambda view: view.levels),
    )
    where_any = ("level",)

    @cached_property
    def levels(self) -> list[tuple[str, str]]:
        return levels_among(Designation.objects.all())

    def get_queryset(self) -> QuerySet[Designation]:
        self.queryset = Designation.objects.select_related("brand", "unit", "round")
        return super().get_queryset()

    def filter_year(self, queryset: QuerySet[Designation], value: str) -> QuerySet[Designation]:
        return queryset.filter(round__year=value)

    def filter_level(self, queryset: QuerySet[Designation], value: str) -> QuerySet[Designation]:
        return queryset.filter(level_zh=value)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(levels=self.levels, **kwargs)


class BrandFileView(BrandListView):
    """The register as it is searched, filtered and sorted, as a file."""

    indexed = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = list(self.get_queryset())
        lines: list[list[Cell]] = [[one.round.year, *cells_of(one, rows)] for one in rows]
        return for_all(csv_response("brands.csv", [str(_("Year")), *header_of(rows)], lines))


class CertificateCheckView(Page):
    """Whether a certificate number is one of ours, and what it stands for today."""

    public = True
    indexed = True
    template_name = "naming/certificate_check.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = squash(self.request.GET.get("number", ""))[:60]
        number = certificate_number(typed)
        found = (
            Designation.objects.select_related("brand", "round__naming_list").filter(number=number).first()
        )
        return super().get_context_data(typed=typed, found=found if number else None, **kwargs)


def for_all(response: HttpResponse) -> HttpResponse:
    """Let a file be kept as the page is from which it is taken."""
    del response["Cache-Control"]
    return response


def header_of(rows: Sequence[Designation]) -> list[str]:
    division = [_("Division")] if any(one.division_zh for one in rows) else []
    level = [_("Level")] if any(one.level_zh for one in rows) else []
    return [
        str(one)
        for one in (
            _("Brand"),
            _("Unit"),
            *division,
            *level,
            _("Certificate number"),
            _("Named on"),
            _("State"),
        )
    ]


def cells_of(one: Designation, rows: Sequence[Designation]) -> list[Cell]:
    division = [one.division] if any(each.division_zh for each in rows) else []
    level = [one.level] if any(each.level_zh for each in rows) else []
    day = one.designated_on.isoformat()
    return [one.brand_name, one.unit_name, *division, *level, one.number, day, one.get_status_display()]


def named_years() -> list[int]:
    years = NamingList.objects.order_by("-round__year").values_list("round__year", flat=True)
    return list(dict.fromkeys(years))


class BrandDetailView(Page):
    public = True
    indexed = True
    template_name = "naming/brand_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = Brand.objects.filter(designations__isnull=False).distinct().select_related("unit")
        brand = get_object_or_404(named, code=self.kwargs["code"])
        designations = list(
            brand.designations.select_related("round__naming_list", "application__logo").order_by(
                "-designated_on"
            )
        )
        return super().get_context_data(
            brand=brand,
            designations=designations,
            newest=designations[0],
            names=list(brand.names.all()),
            **kwargs,
        )
