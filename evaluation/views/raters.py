"""Who rates in a channel and how far they are: counts and states, never a score."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brandportal.accounts.models import User
from brandportal.kit.lists import Filter
from brandportal.kit.views import FormPage, ListPage
from evaluation.enums import RaterKind, SheetStatus
from evaluation.forms.desk import GroupedRatersForm, RatersForm, ReasonForm
from evaluation.models import Channel, Rater, ScoreSheet
from evaluation.models.sheets import full_from_rater
from evaluation.selectors.groups import group_counts
from evaluation.services.raters import ROLE_OF, assign_raters
from evaluation.services.reopening import reopen_sheet
from evaluation.views.rounds import RoundMixin

SHEET_STATES = (("missing", _("Sheets missing")), ("signed", _("All signed")))


class ChannelMixin(RoundMixin):
    """Pages of one channel of score sheets."""

    @property
    def channel(self) -> Channel:
        if not hasattr(self, "_channel"):
            found = self.round.channels.select_related("stage__round", "round")
            channel = get_object_or_404(found, key=self.kwargs["channel"])
            if not channel.has_sheets:
                raise Http404
            self._channel = channel
        return self._channel


class RaterListView(ChannelMixin, ListPage):
    """The raters of a channel with the number of their sheets in each state."""

    permission = "evaluation.view_raters"
    template_name = "evaluation/rater_list.html"
    search_fields = ("pseudonym", "user__name", "user__username", "user__unit__name_zh")
    sorts = {
        "no": (_("No."), "pseudonym"),
        "name": (pgettext_lazy("person", "Name"), "user__name"),
        "filled": (_("Filled in"), "filled,pseudonym"),
        "signed": (_("Signed"), "signed,pseudonym"),
    }
    default_sort = "no"
    filters = (("state", _("State"), SHEET_STATES),)
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Rater]:
        self.queryset = (
            Rater.objects.visible_to(self.request.user)
            .filter(channel=self.channel)
            .select_related("user__unit")
            .annotate(
                total=Count("sheets", filter=~Q(sheets__status=SheetStatus.RECUSED)),
                filled=Count("sheets", filter=full_from_rater() & ~Q(sheets__status=SheetStatus.RECUSED)),
                signed=Count("sheets", filter=Q(sheets__status=SheetStatus.SIGNED)),
                recused=Count("sheets", filter=Q(sheets__status=SheetStatus.RECUSED)),
                late=Count("sheets", filter=Q(sheets__status=SheetStatus.OPEN)),
            )
        )
        return super().get_queryset()

    def filter_state(self, queryset: Any, value: str) -> QuerySet[Rater]:
        # Any: the type checker does not know the annotated counts.
        late = queryset.filter(late__gt=0)
        found: QuerySet[Rater] = late if value == "missing" else queryset.filter(late=0, total__gt=0)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            round=self.round, channel=self.channel, counts=group_counts(self.channel), **kwargs
        )
        titles = {group.key: group.title for group in self.channel.rater_groups}
        rows = [(rater, titles.get(rater.group, "")) for rater in context["object_list"]]
        return context | {"rows": rows}

    @cached_property
    def active_filters(self) -> list[Filter]:
        """Where the channel has groups, the list is narrowed by them too."""
        groups = [(group.key, group.title) for group in self.channel.rater_groups]
        found = super().active_filters
        return [*found, self.active("group", _("Group"), groups)] if groups else found


class RaterAssignView(ChannelMixin, FormPage):
    """Tick who rates in a channel."""

    permission = "evaluation.assign_raters"
    form_class = RatersForm
    template_name = "evaluation/rater_assign.html"
    success_message = _("The raters are assigned.")

    def people(self) -> QuerySet[User]:
        role = ROLE_OF.get(RaterKind(self.channel.raters))
        active = User.objects.filter(is_active=True)
        return (active.filter(grants__role=role) if role else active).order_by("username")

    def get_form_class(self) -> type[RatersForm]:
        return GroupedRatersForm if self.channel.groups else RatersForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"people": self.people()}
        if not self.channel.groups:
            return kwargs
        present = dict(self.channel.raters_assigned.values_list("user_id", "group"))
        return kwargs | {"groups": self.channel.rater_groups, "present": present}

    def get_initial(self) -> dict[str, Any]:
        return {"users": list(self.channel.raters_assigned.values_list("user_id", flat=True))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            round=self.round, channel=self.channel, counts=group_counts(self.channel), **kwargs
        )

    def deed(self, form: RatersForm) -> list[Rater]:
        groups = form.groups if isinstance(form, GroupedRatersForm) else None
        return assign_raters(self.channel, form.cleaned_data["users"], groups=groups, by=self.person)

    def get_success_url(self) -> str:
        return reverse("evaluation:rater-list", args=[self.kwargs["round"], self.kwargs["channel"]])


class RaterDetailView(ChannelMixin, ListPage):
    """One rater's sheets by their state; what is written on them stays with the rater."""

    permission = "evaluation.view_raters"
    template_name = "evaluation/rater_detail.html"
    search_fields = ("application__code", "application__brand_name", "application__unit__name_zh")
    sorts = {
        "code": (_("Code"), "application__code"),
        "unit": (_("Unit"), "application__unit__sort_key"),
        "status": (_("State"), "status,application__code"),
    }
    default_sort = "code"
    filters = (("status", _("State"), SheetStatus.choices),)
    paginate_by = 50

    @property
    def rater(self) -> Rater:
        raters = Rater.objects.visible_to(self.request.user).filter(channel=self.channel)
        return get_object_or_404(raters.select_related("user__unit"), pseudonym=self.kwargs["pseudonym"])

    def get_queryset(self) -> QuerySet[ScoreSheet]:
        # Without the answers: they do not even leave the database.
        found = ScoreSheet.objects.filter(rater=self.rater).select_related("application__unit")
        self.queryset = found.defer("answers", "remark")
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, channel=self.channel, rater=self.rater, **kwargs)


class SheetReopenView(ChannelMixin, FormPage):
    """Give a signed sheet back to its rater, with a reason."""

    permission = "evaluation.reopen_sheet"
    form_class = ReasonForm
    template_name = "evaluation/sheet_reopen.html"
    success_message = _("The sheet lies on the rater’s desk again.")

    @property
    def sheet(self) -> ScoreSheet:
        rater = get_object_or_404(self.channel.raters_assigned, pseudonym=self.kwargs["pseudonym"])
        sheets = rater.sheets.select_related(
            "channel__stage", "channel__round", "rater__user", "application__unit"
        )
        return get_object_or_404(sheets, application__code=self.kwargs["application"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, channel=self.channel, sheet=self.sheet, **kwargs)

    def deed(self, form: ReasonForm) -> ScoreSheet:
        return reopen_sheet(self.sheet, reason=form.cleaned_data["reason"], by=self.person)

    def get_success_url(self) -> str:
        parts = [self.kwargs[name] for name in ("round", "channel", "pseudonym")]
        return reverse("evaluation:rater-detail", args=parts)
