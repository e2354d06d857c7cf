"""Where private files are read."""

from django.urls import path

from brandportal.kit.views import FileView

app_name = "kit"
urlpatterns = [path("<uuid:key>/<str:name>", FileView.as_view(), name="file")]
