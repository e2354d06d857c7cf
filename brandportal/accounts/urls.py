"""Sign-in and accounts."""

from django.urls import path

from brandportal.accounts.enums import RosterKind
from brandportal.accounts.views import own as mine
from brandportal.accounts.views import people as persons
from brandportal.accounts.views import rosters as lists
from brandportal.accounts.views import second_factor as factor
from brandportal.accounts.views import units as agencies

app_name = "accounts"
own = [
    path("sign-in/", mine.SignInView.as_view(), name="sign-in"),
    path("sign-out/", mine.SignOutView.as_view(), name="sign-out"),
    path("stay/", mine.StayView.as_view(), name="stay"),
    path("profile/", mine.ProfileView.as_view(), name="profile"),
    path("password/", mine.PasswordView.as_view(), name="password"),
    path("profile/others/end/", mine.SessionEndOthersView.as_view(), name="session-end-others"),
    path("profile/places/<slug:code>/end/", mine.SessionEndView.as_view(), name="session-end"),
]
second_factor = [
    path("second-factor/code/", factor.CodeView.as_view(), name="second-factor"),
    path("second-factor/set-up/", factor.SetUpView.as_view(), name="second-factor-set-up"),
    path("second-factor/recovery/", factor.RecoveryView.as_view(), name="recovery-renew"),
    path("second-factor/recovery/file/", factor.RecoveryFileView.as_view(), name="recovery-file"),
]
units = [
    path("units/", agencies.UnitListView.as_view(), name="unit-list"),
    path("units/new/", agencies.UnitFormView.as_view(), name="unit-create"),
    path("units/<slug:code>/", agencies.UnitFormView.as_view(), name="unit-update"),
]
people = [
    path("people/", persons.UserListView.as_view(), name="user-list"),
    path("people/new/", persons.UserCreateView.as_view(), name="user-create"),
    path("people/<str:username>/", persons.UserUpdateView.as_view(), name="user-update"),
    path("people/<str:username>/disable/", persons.UserDeedView.as_view(deed="disable"), name="user-disable"),
    path("people/<str:username>/enable/", persons.UserDeedView.as_view(deed="enable"), name="user-enable"),
    path("people/<str:username>/reset/", persons.UserDeedView.as_view(deed="reset"), name="user-reset"),
    path("people/<str:username>/unlock/", persons.UserDeedView.as_view(deed="unlock"), name="user-unlock"),
    path(
        "people/<str:username>/second-factor/",
        persons.UserDeedView.as_view(deed="factor"),
        name="user-second-factor-reset",
    ),
]
rosters = [
    path("rosters/units/", lists.RosterUploadView.as_view(kind=RosterKind.UNITS), name="roster-units"),
    path("rosters/people/", lists.RosterUploadView.as_view(kind=RosterKind.PEOPLE), name="roster-people"),
    path(
        "rosters/template/<slug:kind>/<slug:form>/",
        lists.RosterTemplateView.as_view(),
        name="roster-template",
    ),
    path("rosters/file/<slug:code>/", lists.RosterDetailView.as_view(), name="roster-detail"),
    path("rosters/file/<slug:code>/apply/", lists.RosterApplyView.as_view(), name="roster-apply"),
    path("rosters/file/<slug:code>/drop/", lists.RosterDropView.as_view(), name="roster-drop"),
]
urlpatterns = own + second_factor + units + people + rosters
