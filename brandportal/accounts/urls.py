"""Sign-in and accounts."""

from django.urls import path

from brandportal.accounts import views

app_name = "accounts"
own = [
    path("sign-in/", views.SignInView.as_view(), name="sign-in"),
    path("sign-out/", views.SignOutView.as_view(), name="sign-out"),
    path("profile/", views.ProfileView.as_view(), name="profile"),
    path("password/", views.PasswordView.as_view(), name="password"),
]
units = [
    path("units/", views.UnitListView.as_view(), name="unit-list"),
    path("units/new/", views.UnitFormView.as_view(), name="unit-create"),
    path("units/<slug:code>/", views.UnitFormView.as_view(), name="unit-update"),
]
people = [
    path("people/", views.UserListView.as_view(), name="user-list"),
    path("people/new/", views.UserCreateView.as_view(), name="user-create"),
    path("people/<str:username>/", views.UserUpdateView.as_view(), name="user-update"),
    path("people/<str:username>/disable/", views.UserDeedView.as_view(deed="disable"), name="user-disable"),
    path("people/<str:username>/enable/", views.UserDeedView.as_view(deed="enable"), name="user-enable"),
    path("people/<str:username>/reset/", views.UserDeedView.as_view(deed="reset"), name="user-reset"),
]
urlpatterns = own + units + people
