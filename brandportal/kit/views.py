"""Base views: load, permit, call, respond. Refusals of the domain become pages and form errors here and nowhere else."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, TemplateView, View

from brandportal.kit.errors import DomainError, NotAllowed, StaleState, each_error
from brandportal.kit.files import may_read
from brandportal.kit.lists import Filter, Label, Listing, Row, rows_of
from brandportal.kit.models import StoredFile
from brandportal.kit.text import squash


class PortalView(View):
    """Every view of the portal: public, or signed in and permitted.

    `permission` is asked with `get_permission_object()`, which finds its object through `visible_to(request.user)`:
    strangers get 404, insiders without the verb 403. `alone`: it needs neither session nor user (settings.SHORT_PATHS).
    """

    permission: ClassVar[str | None] = None
    public: ClassVar[bool] = False
    # Whether search engines may read it too.
    indexed: ClassVar[bool] = False
    alone: ClassVar[bool] = False
    # Seconds for which its answer may be given to whoever asks at the same address, whatever happens meanwhile.
    kept_for: ClassVar[int] = 0

    @property
    def person(self) -> Any:
        """Return who is signed in (the accounts' User; the kit knows no more of it)."""
        return self.request.user

    def get_permission_object(self) -> Any:
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if any("\0" in str(value) for value in kwargs.values()):
            raise Http404  # PostgreSQL cannot even be asked for such a name
        if not self.public and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            self.permit()
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except StaleState as error:
            return self.refuse(error, 409)
        except DomainError as error:
            return self.refuse(error, 422)

    def permit(self) -> None:
        if self.permission and not self.request.user.has_perm(self.permission, self.get_permission_object()):
            raise PermissionDenied

    def refuse(self, error: DomainError, status: int) -> HttpResponse:
        """Answer a refusal that no form could show: a page with the sentence and the way back."""
        context = {"errors": each_error(error), "back": back_url(self.request)}
        return render(self.request, "409.html" if status == 409 else "refused.html", context, status=status)


class Page(PortalView, TemplateView):
    """A page to read."""


class FormPage(PortalView, FormView):  # type: ignore[type-arg]
    """A form whose deed is one service call; a refusal goes back onto the form with all that was typed."""

    success_message: ClassVar[Label] = ""

    def deed(self, form: Any) -> Any:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.result = self.deed(form)
        except DomainError as error:
            add_refusals(form, error)
            response = self.form_invalid(form)
            response.status_code = 409 if isinstance(error, StaleState) else 200
            return response
        if self.success_message:
            messages.success(self.request, str(self.success_message))
        return HttpResponseRedirect(self.get_success_url())


class ListPage(PortalView, ListView):  # type: ignore[type-arg]
    """A list with search, filters, sort and pages, all in its address.

    `sorts`: key → (label, order_by fields); `filters`: (parameter, label, options or a function of the view).
    A filter narrows by `filter_<parameter>(queryset, value)` when the view has it, else by equality.
    """

    paginate_by = 30
    search_fields: ClassVar[Sequence[str]] = ()
    sorts: ClassVar[dict[str, tuple[Label, str]]] = {}
    default_sort: ClassVar[str] = ""
    filters: ClassVar[Sequence[tuple[str, Label, Any]]] = ()
    # Of these, what is left out where it has no options.
    where_any: ClassVar[Sequence[str]] = ()

    def get_queryset(self) -> QuerySet[Any]:
        queryset = self.search(super().get_queryset(), self.query)
        for one in self.active_filters:
            if one.value:
                queryset = self.narrow(queryset, one)
        return queryset.order_by(*self.order_fields(self.sort))

    def search(self, queryset: QuerySet[Any], query: str) -> QuerySet[Any]:
        for word in query.split():
            wanted = Q()
            for name in self.search_fields:
                wanted |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(wanted)
        return queryset

    def narrow(self, queryset: QuerySet[Any], one: Filter) -> QuerySet[Any]:
        own: Callable[[QuerySet[Any], str], QuerySet[Any]] | None
        own = getattr(self, f"filter_{one.param}", None)
        return own(queryset, one.value) if own else queryset.filter(**{one.param: one.value})

    @cached_property
    def query(self) -> str:
        return squash(self.request.GET.get("q", ""))[:100].replace("\x00", "")

    @cached_property
    def sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in self.sorts else self.default_sort

    @cached_property
    def active_filters(self) -> list[Filter]:
        every = [self.active(*one) for one in self.filters]
        return [one for one in every if one.options or one.param not in self.where_any]

    def active(self, param: str, label: Label, options: Any) -> Filter:
        choices = tuple(options(self) if callable(options) else options)
        asked = self.request.GET.get(param, "")
        return Filter(param, label, choices, asked if asked in {str(key) for key, _label in choices} else "")

    def order_fields(self, sort: str) -> list[str]:
        if not sort:
            return ["pk"]
        names = self.sorts[sort.removeprefix("-")][1].split(",")
        if sort.startswith("-"):
            names = [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in names]
        return [*names, "pk"]

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        # A page number beyond the end, or none at all, shows the nearest page that exists.
        paginator = Paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["listing"] = Listing(
            params=self.request.GET,
            query=self.query,
            sort=self.sort,
            sorts={key: label for key, (label, _fields) in self.sorts.items()},
            page=context["page_obj"],
            filters=self.active_filters,
            searchable=bool(self.search_fields),
        )
        return context


class RowsPage(ListPage):
    """The same of rows that are in memory: `rows` are read by `rows_of`, once for many requests.

    A filter narrows by `filter_<parameter>(one, value)` when the view has it, else by equality.
    """

    def rows(self) -> Sequence[Row]:
        raise NotImplementedError

    def rows_of(self, queryset: QuerySet[Any]) -> list[Row]:
        sorts = [sign + key for key in self.sorts for sign in ("", "-")]
        return rows_of(queryset, self.search_fields, {sort: self.order_fields(sort) for sort in sorts})

    def get_queryset(self) -> list[Any]:  # type: ignore[override]  # what is shown needs only to be a sequence
        rows = self.rows()
        for word in self.query.casefold().split():
            rows = [row for row in rows if word in row.text]
        for asked in self.active_filters:
            if asked.value:
                rows = [row for row in rows if self.is_in(row.one, asked)]
        sort = self.sort
        return [row.one for row in sorted(rows, key=lambda row: row.places[sort])]

    def is_in(self, one: Any, asked: Filter) -> bool:
        own: Callable[[Any, str], bool] | None = getattr(self, f"filter_{asked.param}", None)
        return own(one, asked.value) if own else str(getattr(one, asked.param)) == asked.value


class FileView(PortalView):
    """Give out a private file to whom its purpose lets read it; everybody else is told that there is none."""

    public = True

    def get(self, request: HttpRequest, key: UUID, name: str) -> FileResponse:
        stored = get_object_or_404(StoredFile, key=key)
        if not may_read(request.user, stored) or not default_storage.exists(stored.path):
            raise Http404
        response = FileResponse(
            default_storage.open(stored.path),
            as_attachment=not stored.is_image,
            filename=stored.name,
            content_type=stored.content_type,
        )
        response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response


def add_refusals(form: BaseForm, error: DomainError) -> None:
    for one in each_error(error):
        form.add_error(one.field if one.field in form.fields else None, str(one))


def back_url(request: HttpRequest) -> str:
    """Return the page that the request came from, if it is one of ours."""
    url = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()})
    return url if safe else "/"


def said(request: HttpRequest, message: Label) -> None:
    """Show `message` on the next page: what is now true."""
    messages.success(request, str(message) or _("Saved."))
