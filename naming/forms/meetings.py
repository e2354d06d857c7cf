"""The record of the committee's meeting: its facts, members, recusals, and a line for each application."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from brandportal.kit.forms import CleanTextField, DateTextField, PortalForm
from naming.chapters import CommitteeRules
from naming.enums import Attendance, Majority, VoteBase
from naming.models import Proposal, ProposalItem
from naming.selectors.divisions import by_division
from naming.selectors.honours import honours_by
from naming.services import Line, Member, Minutes, Recused
from naming.voting import Votes

MEMBERS, RECUSALS, MORE, MOST = 9, 3, 3, 60
VOTES = ("for", "against", "abstain")
ALL = "all"
FACTS = ("body", "title", "held_on", "place", "presider", "minutes_number", "text")
RULED = ("quorum", "base", "majority")


def is_place(typed: str) -> bool:
    """Full-width digits are digits too; empty means: not on the list."""
    return not typed or (typed.isdecimal() and int(typed) > 0)


def rows_asked(data: Mapping[str, Any], name: str, fewest: int) -> int:
    """Return how many rows the form was sent with; whatever else stands there is the usual number."""
    typed = str(data.get(name) or "")
    return min(max(int(typed), fewest), MOST) if typed.isascii() and typed.isdecimal() else fewest


def _number(label: Any, **attrs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", **attrs}),
    )


class MeetingForm(PortalForm):
    """Rows are `member-<n>-…`, `recusal-<n>-…`, and for each application `place-`, `for-`, `reason-<code>` and so on.

    Votes left empty where an application has a place are those of the vote on the whole list (`for-all` …).
    """

    body = CleanTextField(label=gettext_lazy("Resolving body"), max_length=80)
    title = CleanTextField(label=gettext_lazy("Meeting"), max_length=120)
    held_on = DateTextField(label=gettext_lazy("Held on"))
    minutes_number = CleanTextField(label=gettext_lazy("Number of the minutes"), max_length=60)
    place = CleanTextField(label=gettext_lazy("Place"), max_length=120)
    presider = CleanTextField(label=gettext_lazy("Presided over by"), max_length=60)
    text = CleanTextField(
        label=gettext_lazy("Text of the resolution"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, proposal: Proposal, ruled: CommitteeRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = proposal.items.select_related("application__unit", "application__round")
        self.items = by_division(proposal.round, rows, lambda item: item.application)
        typed = self.data or self.initial
        self.member_rows = rows_asked(typed, "members", MEMBERS)
        self.recusal_rows = rows_asked(typed, "recusals", RECUSALS)
        self._add_rules(ruled)
        self._add_members()
        self._add_recusals()
        for key in (ALL, *(item.application.code for item in self.items)):
            for vote, label in zip(VOTES, (_("For"), _("Against"), _("Abstentions")), strict=True):
                self.fields[f"{vote}-{key}"] = _number(label)
        self.honours = honours_by(proposal.tally)
        for item in self.items:
            self._add_line(item)

    def _add_rules(self, ruled: CommitteeRules) -> None:
        if ruled.quorum is None:
            self.fields["quorum"] = _number(_("Quorum"))
            self.fields["quorum"].help_text = _("Members who must be there. Empty: half of all, rounded up.")
        if ruled.base is None:
            self.fields["base"] = forms.ChoiceField(label=_("Votes count on"), choices=VoteBase.choices)
        if ruled.majority is None:
            self.fields["majority"] = forms.ChoiceField(label=_("Carried by"), choices=Majority.choices)

    def _add_members(self) -> None:
        for n in range(1, self.member_rows + 1):
            self.fields[f"member-{n}-name"] = CleanTextField(
                label=pgettext("person", "Name"), max_length=60, required=False
            )
            self.fields[f"member-{n}-post"] = CleanTextField(label=_("Post"), max_length=80, required=False)
            self.fields[f"member-{n}-attendance"] = forms.ChoiceField(
                label=_("Attendance"), choices=Attendance.choices, required=False
            )

    def _add_recusals(self) -> None:
        brands = [("", "—"), *((item.application.code, str(item.application)) for item in self.items)]
        for n in range(1, self.recusal_rows + 1):
            self.fields[f"recusal-{n}-name"] = CleanTextField(
                label=_("Member"), max_length=60, required=False
            )
            self.fields[f"recusal-{n}-code"] = forms.ChoiceField(
                label=_("Brand"), choices=brands, required=False
            )
            self.fields[f"recusal-{n}-reason"] = CleanTextField(
                label=_("Why recused"), max_length=200, required=False
            )

    def _add_line(self, item: ProposalItem) -> None:
        code = item.application.code
        self.fields[f"place-{code}"] = forms.CharField(
            label=_("Place on the list"), required=False, max_length=4, initial=item.position or ""
        )
        self.fields[f"reason-{code}"] = CleanTextField(
            label=_("Reason for a deviation"), max_length=500, required=False
        )
        if self._asks_level(code):
            given = self.honours.key_of(code)
            self.fields[f"level-{code}"] = forms.ChoiceField(
                label=_("Level"), required=False, initial=given, choices=[("", "—"), *self.honours.choices]
            )

    def _asks_level(self, code: str) -> bool:
        """Medals may go with changed places; a level of the result is not the committee's to change."""
        return bool(self.honours.seats) or (bool(self.honours.ladder) and code not in self.honours.given)

    @property
    def fact_fields(self) -> list[Any]:
        return [self[name] for name in FACTS]

    @property
    def rule_fields(self) -> list[Any]:
        return [self[name] for name in RULED if name in self.fields]

    @property
    def members(self) -> list[dict[str, Any]]:
        return [
            self._row("member", n, ("name", "post", "attendance")) for n in range(1, self.member_rows + 1)
        ]

    @property
    def recusals(self) -> list[dict[str, Any]]:
        return [self._row("recusal", n, ("name", "code", "reason")) for n in range(1, self.recusal_rows + 1)]

    def _row(self, kind: str, n: int, names: tuple[str, ...]) -> dict[str, Any]:
        return {"n": n, **{name: self[f"{kind}-{n}-{name}"] for name in names}}

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "item": item,
                "place": self[f"place-{code}"],
                "votes": self._vote_fields(code),
                "reason": self[f"reason-{code}"],
                "level": self[f"level-{code}"] if f"level-{code}" in self.fields else None,
                "given": self.honours.title(self.honours.key_of(code)),
            }
            for item in self.items
            for code in [item.application.code]
        ]

    @property
    def whole_list(self) -> list[Any]:
        return self._vote_fields(ALL)

    def _vote_fields(self, key: str) -> list[Any]:
        return [self[f"{vote}-{key}"] for vote in VOTES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for item in self.items:
            code = item.application.code
            typed = data.get(f"place-{code}", "")
            if not is_place(typed):
                self.add_error(
                    f"place-{code}",
                    _("“%(value)s” is no place on the list. Write a whole number from 1, or leave it empty.")
                    % {"value": typed},
                )
            self._check_votes(data, code)
        self._check_votes(data, ALL)
        return data

    def _check_votes(self, data: dict[str, Any], key: str) -> None:
        names = [f"{vote}-{key}" for vote in VOTES]
        given = [name for name in names if data.get(name) is not None]
        if given and len(given) < len(names) and not any(name in self.errors for name in names):
            missing = next(name for name in names if name not in given)
            self.add_error(
                missing, _("Write all three numbers: for, against and abstentions; 0 where there were none.")
            )

    def minutes(self) -> Minutes:
        """Return the record, once the form is valid."""
        data = self.cleaned_data
        return Minutes(
            **{name: data[name] for name in FACTS},
            **{name: data[name] for name in RULED if name in self.fields},
            members=tuple(self._members(data)),
            recusals=tuple(self._recused(data)),
            lines=tuple(self._line(data, item.application.code) for item in self.items),
        )

    def _members(self, data: dict[str, Any]) -> Iterator[Member]:
        for n in range(1, self.member_rows + 1):
            if name := data[f"member-{n}-name"]:
                present = data[f"member-{n}-attendance"] != Attendance.ABSENT
                yield Member(name, data[f"member-{n}-post"], present, f"member-{n}-name")

    def _recused(self, data: dict[str, Any]) -> Iterator[Recused]:
        for n in range(1, self.recusal_rows + 1):
            name, code, reason = (data[f"recusal-{n}-{part}"] for part in ("name", "code", "reason"))
            if name or code or reason:
                yield Recused(name, code, reason, f"recusal-{n}-name")

    def _line(self, data: dict[str, Any], code: str) -> Line:
        typed = data[f"place-{code}"]
        own = self._votes(data, code)
        votes = own or (self._votes(data, ALL) if typed else None)
        return Line(
            code, int(typed) if typed else None, votes, data[f"reason-{code}"], data.get(f"level-{code}", "")
        )

    def _votes(self, data: dict[str, Any], key: str) -> Votes | None:
        given = [data[f"{vote}-{key}"] for vote in VOTES]
        return None if None in given else Votes(*given)


class MeetingAnswerForm(PortalForm):
    """What a second person says to the record: its digest as it was read; a reason if it goes back."""

    digest = forms.CharField(widget=forms.HiddenInput)
    reason = CleanTextField(
        label=gettext_lazy("What is to be corrected"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Only if the record goes back to the secretary."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
