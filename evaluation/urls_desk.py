"""Set-up of rounds, the raters' desk, site visits."""

from django.urls import path

from evaluation.views import (
    amendments,
    beginnings,
    board,
    conflicts,
    desk,
    documents,
    entries,
    raters,
    recusals,
    rounds,
    schemes,
    sheets,
    trial,
    visits,
    whole_forms,
)

setup = [
    path("setup/", schemes.SetupListView.as_view(), name="setup-list"),
    path("setup/schemes/", schemes.SchemeListView.as_view(), name="scheme-list"),
    path("setup/schemes/<slug:scheme>/start/", schemes.RoundStartView.as_view(), name="round-start"),
    path("setup/import/", beginnings.RoundImportView.as_view(), name="round-import"),
    path("setup/<slug:round>/copy/", beginnings.RoundCopyView.as_view(), name="round-copy"),
    path(
        "setup/<slug:round>/rules.toml",
        beginnings.RulesExportView.as_view(),
        {"kind": "toml"},
        name="rules-toml",
    ),
    path(
        "setup/<slug:round>/rules.json",
        beginnings.RulesExportView.as_view(),
        {"kind": "json"},
        name="rules-json",
    ),
]
drafts = [
    path("setup/<slug:round>/edit/", rounds.RoundEditView.as_view(), name="round-edit"),
    path("setup/<slug:round>/figures/", rounds.RoundFiguresView.as_view(), name="round-figures"),
    path("setup/<slug:round>/rules/", rounds.RoundRulesView.as_view(), name="round-rules"),
    path("setup/<slug:round>/trial/", trial.RoundTrialView.as_view(), name="round-trial"),
    path("setup/<slug:round>/forms/", rounds.RoundFilesView.as_view(), name="round-files"),
    path(
        "setup/<slug:round>/forms/<uuid:key>/remove/",
        rounds.RoundFileRemoveView.as_view(),
        name="round-file-remove",
    ),
    path("setup/<slug:round>/open/", rounds.RoundOpenView.as_view(), name="round-open"),
]
amending = [
    path("setup/<slug:round>/amendments/", amendments.AmendmentListView.as_view(), name="amendment-list"),
    path(
        "setup/<slug:round>/amendments/new/",
        amendments.AmendmentCreateView.as_view(),
        name="amendment-create",
    ),
    path(
        "setup/<slug:round>/amendments/<int:number>/",
        amendments.AmendmentDetailView.as_view(),
        name="amendment-detail",
    ),
    path(
        "setup/<slug:round>/amendments/<int:number>/<slug:action>/",
        amendments.AmendmentActView.as_view(),
        name="amendment-act",
    ),
]
running = [
    path("setup/<slug:round>/board/", board.RoundBoardView.as_view(), name="round-board"),
    path("setup/<slug:round>/do/<slug:action>/", board.RoundActView.as_view(), name="round-act"),
    path(
        "setup/<slug:round>/stages/<slug:stage>/extend/", board.StageExtendView.as_view(), name="stage-extend"
    ),
    path(
        "setup/<slug:round>/stages/<slug:stage>/<slug:action>/",
        board.StageActView.as_view(),
        name="stage-act",
    ),
    path("setup/<slug:round>/raters/<slug:channel>/", raters.RaterListView.as_view(), name="rater-list"),
    path(
        "setup/<slug:round>/raters/<slug:channel>/assign/",
        raters.RaterAssignView.as_view(),
        name="rater-assign",
    ),
    path(
        "setup/<slug:round>/raters/<slug:channel>/sheets.pdf",
        documents.ChannelSheetsView.as_view(),
        name="channel-sheets",
    ),
    path(
        "setup/<slug:round>/raters/<slug:channel>/<slug:pseudonym>/",
        raters.RaterDetailView.as_view(),
        name="rater-detail",
    ),
    path(
        "setup/<slug:round>/raters/<slug:channel>/<slug:pseudonym>/<slug:application>/reopen/",
        raters.SheetReopenView.as_view(),
        name="sheet-reopen",
    ),
    path(
        "setup/<slug:round>/entries/<slug:application>/division/",
        entries.EntryStratumView.as_view(),
        name="entry-stratum",
    ),
    path(
        "setup/<slug:round>/entries/<slug:application>/titles/",
        entries.EntryTitlesView.as_view(),
        name="entry-titles",
    ),
    path("setup/<slug:round>/recusals/", recusals.RecusalListView.as_view(), name="recusal-list"),
    path("setup/<slug:round>/recusals/add/", recusals.RecusalCreateView.as_view(), name="recusal-create"),
    path(
        "setup/<slug:round>/conflicts/<slug:application>/<str:username>/",
        conflicts.ConflictDecideView.as_view(),
        name="conflict-decide",
    ),
    path(
        "setup/<slug:round>/recusals/<slug:application>/<str:username>/lift/",
        recusals.RecusalLiftView.as_view(),
        name="recusal-lift",
    ),
]
desks = [
    path("declarations/<slug:round>/", conflicts.DeclarationView.as_view(), name="declaration"),
    path("desk/", desk.DeskHomeView.as_view(), name="desk-home"),
    path("desk/<slug:round>/<slug:channel>/", desk.DeskListView.as_view(), name="desk-list"),
    path("desk/<slug:round>/<slug:channel>/sheets.pdf", documents.OwnSheetsView.as_view(), name="own-sheets"),
    path("desk/<slug:round>/<slug:channel>/sign/", desk.SheetSignView.as_view(), name="sheet-sign"),
    path("desk/<slug:round>/<slug:channel>/form/", whole_forms.FormEditView.as_view(), name="form-edit"),
    path("desk/<slug:round>/<slug:channel>/form/sign/", whole_forms.FormSignView.as_view(), name="form-sign"),
    path(
        "desk/<slug:round>/<slug:channel>/form/<slug:application>/",
        whole_forms.FormDossierView.as_view(),
        name="form-dossier",
    ),
    path(
        "desk/<slug:round>/<slug:channel>/<slug:application>/",
        sheets.SheetEditView.as_view(),
        name="sheet-edit",
    ),
    path(
        "desk/<slug:round>/<slug:channel>/<slug:application>/recuse/",
        recusals.SheetRecuseView.as_view(),
        name="sheet-recuse",
    ),
]
panel = [
    path("panel/<slug:round>/visits/", visits.VisitListView.as_view(), name="visit-list"),
    path("panel/<slug:round>/visits/kit.pdf", visits.VisitKitView.as_view(), name="visit-kit"),
    path("panel/<slug:round>/visits/<slug:application>/", visits.VisitEditView.as_view(), name="visit-edit"),
    path(
        "panel/<slug:round>/visits/<slug:application>/plan/",
        visits.VisitPlanView.as_view(),
        name="visit-plan",
    ),
    path(
        "panel/<slug:round>/visits/<slug:application>/sign/",
        visits.VisitSignView.as_view(),
        name="visit-sign",
    ),
    path(
        "panel/<slug:round>/visits/<slug:application>/reopen/",
        visits.VisitReopenView.as_view(),
        name="visit-reopen",
    ),
    path(
        "panel/<slug:round>/visits/<slug:application>/photos/",
        visits.VisitPhotoAddView.as_view(),
        name="visit-photo-add",
    ),
    path(
        "panel/<slug:round>/visits/<slug:application>/photos/<uuid:key>/remove/",
        visits.VisitPhotoRemoveView.as_view(),
        name="visit-photo-remove",
    ),
]
urlpatterns = setup + drafts + amending + running + desks + panel
