"""The committee's meeting on a preliminary list: who was there, who was recused, how each item was voted on."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from naming.enums import Attendance, Majority, MeetingStatus, VoteBase
from naming.models.proposals import READERS, Proposal, ProposalItem
from naming.voting import Votes


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings are read by whoever reads the list they resolve on."""

    def visible_to(self, user: Any) -> "MeetingQuerySet":
        return self if user.is_authenticated and user.roles & READERS else self.none()


class Meeting(models.Model):
    """What the secretary recorded of the meeting; it holds once another person has confirmed it.

    `digest` is the SHA-256 of all that was recorded: who confirms names it, so nobody confirms what they have not seen.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="meeting")
    status = models.CharField(max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.WAITING)
    body = models.CharField(_("Resolving body"), max_length=80)
    title = models.CharField(_("Meeting"), max_length=120)
    held_on = models.DateField(_("Held on"))
    place = models.CharField(_("Place"), max_length=120)
    presider = models.CharField(_("Presided over by"), max_length=60)
    minutes_number = models.CharField(_("Number of the minutes"), max_length=60)
    text = models.TextField(_("Text of the resolution"))
    quorum = models.PositiveSmallIntegerField(_("Quorum"))
    base = models.CharField(_("Votes count on"), max_length=10, choices=VoteBase.choices)
    majority = models.CharField(_("Carried by"), max_length=12, choices=Majority.choices)
    digest = models.CharField(max_length=64)
    return_reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(status__in=MeetingStatus.values), name="naming_meeting_status_known"),
            CheckConstraint(condition=Q(base__in=VoteBase.values), name="naming_meeting_base_known"),
            CheckConstraint(condition=Q(majority__in=Majority.values), name="naming_meeting_majority_known"),
            CheckConstraint(condition=Q(quorum__gte=1), name="naming_meeting_quorum_of_one_or_more"),
            CheckConstraint(
                condition=~Q(recorded_by=F("confirmed_by")), name="naming_two_people_for_a_meeting"
            ),
            CheckConstraint(
                condition=Q(
                    status=MeetingStatus.CONFIRMED, confirmed_by__isnull=False, confirmed_at__isnull=False
                )
                | ~Q(status=MeetingStatus.CONFIRMED) & Q(confirmed_by__isnull=True),
                name="naming_meeting_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def round_code(self) -> str:
        return self.proposal.round_code

    def audit_ref(self) -> str:
        return self.round_code

    def get_absolute_url(self) -> str:
        return reverse("naming:meeting-detail", args=[self.round_code])


class MeetingMember(models.Model):
    """A member of the committee at one meeting, in the order of the minutes."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="members")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("Name"), max_length=60)
    post = models.CharField(_("Post"), max_length=80, blank=True)
    attendance = models.CharField(_("Attendance"), max_length=10, choices=Attendance.choices)

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            UniqueConstraint(fields=["meeting", "number"], name="naming_one_member_per_number"),
            UniqueConstraint(fields=["meeting", "name"], name="naming_one_member_per_name"),
            CheckConstraint(condition=Q(attendance__in=Attendance.values), name="naming_attendance_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_present(self) -> bool:
        return self.attendance == Attendance.PRESENT


class MeetingItem(models.Model):
    """An application at the meeting: its votes, and the place that follows; without votes it was not voted on.

    `level` is the key of a level or medal that is not the one of the result.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    item = models.ForeignKey(ProposalItem, models.PROTECT, related_name="+")
    favour = models.PositiveSmallIntegerField(_("For"), null=True)
    against = models.PositiveSmallIntegerField(_("Against"), null=True)
    abstain = models.PositiveSmallIntegerField(_("Abstentions"), null=True)
    position = models.PositiveSmallIntegerField(null=True)
    level = models.CharField(_("Level"), max_length=60, blank=True)
    reason = models.TextField(_("Reason"), blank=True)

    class Meta:
        ordering = ("item__computed_rank", "item__application__code")
        constraints: ClassVar = [
            UniqueConstraint(fields=["meeting", "item"], name="naming_one_vote_per_item"),
            UniqueConstraint(fields=["meeting", "position"], name="naming_one_voted_item_per_position"),
            CheckConstraint(
                condition=Q(favour__isnull=True, against__isnull=True, abstain__isnull=True)
                | Q(favour__isnull=False, against__isnull=False, abstain__isnull=False),
                name="naming_votes_whole_or_none",
            ),
            CheckConstraint(
                condition=Q(position__isnull=True) | Q(favour__isnull=False), name="naming_place_by_a_vote"
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def votes(self) -> Votes | None:
        if self.favour is None or self.against is None or self.abstain is None:
            return None
        return Votes(self.favour, self.against, self.abstain)


class MeetingRecusal(models.Model):
    """That a member took no part in one item, and why; the vote on it counts without them."""

    item = models.ForeignKey(MeetingItem, models.CASCADE, related_name="recusals")
    member = models.ForeignKey(MeetingMember, models.CASCADE, related_name="recusals")
    reason = models.CharField(_("Reason"), max_length=200)

    class Meta:
        ordering = ("member__number",)
        constraints: ClassVar = [
            UniqueConstraint(fields=["item", "member"], name="naming_one_recusal_per_member_and_item"),
            CheckConstraint(condition=~Q(reason=""), name="naming_recusal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.member)
