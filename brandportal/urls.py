"""All addresses: the ground's own, then each room's under its prefix (included by string)."""

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from brandportal import views, wellknown

ground = [
    path("", views.HomeView.as_view(), name="home"),
    path("my/", views.MyView.as_view(), name="my"),
    path("elder/", views.ElderView.as_view(), name="elder-switch"),
    # Without a token, as the switch of type: both only set a cookie of one's own.
    path("language/setlang/", csrf_exempt(set_language), name="set_language"),
    path("healthz", views.HealthView.as_view(), name="healthz"),
    path("robots.txt", wellknown.RobotsView.as_view(), name="robots"),
    path(".well-known/security.txt", wellknown.SecurityView.as_view(), name="security"),
    path("office/components/", views.ComponentsView.as_view(), name="components"),
    path("accounts/", include("brandportal.accounts.urls")),
    path("outbox/", include("brandportal.outbox.urls")),
    path("audit/", include("brandportal.audit.urls")),
    path("files/", include("brandportal.kit.urls")),
]
rooms = [
    # Addresses are tried in turn: before many others what the public asks for, whose few groups delay no voter.
    path("", include("naming.urls")),
    path("", include("evaluation.urls")),
    path("", include("applications.urls")),
]
urlpatterns = rooms + ground

handler400 = "brandportal.views.bad_request"
handler403 = "brandportal.views.permission_denied"
handler404 = "brandportal.views.not_found"
handler500 = "brandportal.views.server_error"
