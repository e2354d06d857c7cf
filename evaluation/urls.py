"""The evaluation's addresses: set-up and desks here, ballots and tallies beside them."""

from evaluation import urls_ballots, urls_desk

app_name = "evaluation"
urlpatterns = urls_ballots.urlpatterns + urls_desk.urlpatterns
