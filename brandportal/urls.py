"""All addresses: the ground's own, then each room's under its prefix (included by string)."""

from django.urls import include, path

from brandportal import views

ground = [
    path("", views.HomeView.as_view(), name="home"),
    path("my/", views.MyView.as_view(), name="my"),
    path("elder/", views.ElderView.as_view(), name="elder-switch"),
    path("language/", include("django.conf.urls.i18n")),
    path("healthz", views.HealthView.as_view(), name="healthz"),
    path("office/components/", views.ComponentsView.as_view(), name="components"),
    path("accounts/", include("brandportal.accounts.urls")),
    path("outbox/", include("brandportal.outbox.urls")),
    path("audit/", include("brandportal.audit.urls")),
    path("files/", include("brandportal.kit.urls")),
]
rooms = [
    path("", include("applications.urls")),
    path("", include("evaluation.urls")),
    path("", include("naming.urls")),
]
urlpatterns = ground + rooms

handler400 = "brandportal.views.bad_request"
handler403 = "brandportal.views.permission_denied"
handler404 = "brandportal.views.not_found"
handler500 = "brandportal.views.server_error"
