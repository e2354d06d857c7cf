"""Codes, ballots, tallies, results."""

from django.urls import path

from evaluation.views import (
    ballots,
    boxes,
    code_changes,
    codes,
    documents,
    recompute,
    results,
    stability,
    tallies,
)

clients = [
    # Without the slash: a shorter QR code, and no detour for the telephone.
    path("p", ballots.BallotEntryView.as_view(), name="ballot-door"),
    path("p/", ballots.BallotEntryView.as_view(), name="ballot-entry"),
    path("b/nonce/", ballots.BallotNonceView.as_view(), name="ballot-nonce"),
    path("b/receipt/", ballots.BallotReceiptView.as_view(), name="ballot-receipt"),
    path("b/<slug:round>/receipts/<int:number>.txt", boxes.ReceiptListView.as_view(), name="receipt-list"),
    path(
        "b/<slug:round>/<slug:channel>/receipts/<int:number>.txt",
        boxes.ReceiptListView.as_view(),
        name="channel-receipt-list",
    ),
    path("b/<slug:round>/", boxes.BallotBoxView.as_view(), name="ballot-box"),
    # The application's code, or "all". Only where a round has several channels by code does the address name one.
    path("b/<slug:round>/<slug:application>/", ballots.BallotPageView.as_view(), name="ballot-page"),
    path("b/<slug:round>/<slug:application>/cast/", ballots.BallotCastView.as_view(), name="ballot-cast"),
    path(
        "b/<slug:round>/<slug:channel>/<slug:application>/",
        ballots.BallotPageView.as_view(),
        name="channel-ballot-page",
    ),
    path(
        "b/<slug:round>/<slug:channel>/<slug:application>/cast/",
        ballots.BallotCastView.as_view(),
        name="channel-ballot-cast",
    ),
]
desk = [
    path("codes/<slug:round>/", codes.CodeListView.as_view(), name="code-list"),
    path("codes/<slug:round>/issue/", codes.CodeIssueView.as_view(), name="code-issue"),
    path("codes/<slug:round>/revoke/", codes.CodeRevokeView.as_view(), name="code-revoke"),
    path("codes/<slug:round>/box/", boxes.BoxCountView.as_view(), name="box-count"),
    path("codes/<slug:round>/box/sign/", boxes.BoxSignView.as_view(), name="box-sign"),
    path("codes/<slug:round>/changes/", code_changes.ChangeListView.as_view(), name="code-change-list"),
    path("codes/<slug:round>/changes/ask/", code_changes.ChangeAskView.as_view(), name="code-change-ask"),
    path(
        "codes/<slug:round>/changes/<int:number>/",
        code_changes.ChangeDetailView.as_view(),
        name="code-change",
    ),
    path(
        "codes/<slug:round>/changes/<int:number>/carry_out/",
        code_changes.ChangeCarryOutView.as_view(),
        name="code-change-carry-out",
    ),
    path(
        "codes/<slug:round>/changes/<int:number>/<slug:action>/",
        code_changes.ChangeActView.as_view(),
        name="code-change-act",
    ),
]
counting = [
    path("tallies/<slug:round>/", tallies.TallyListView.as_view(), name="tally-list"),
    path("tallies/<slug:round>/start/<slug:through>/", tallies.TallyStartView.as_view(), name="tally-start"),
    path("tallies/<slug:round>/<int:number>/", tallies.TallyDetailView.as_view(), name="tally-detail"),
    path(
        "tallies/<slug:round>/<int:number>/progress/",
        tallies.TallyProgressView.as_view(),
        name="tally-progress",
    ),
    path("tallies/<slug:round>/<int:number>/decide/", tallies.TieDecisionView.as_view(), name="tally-decide"),
    path("tallies/<slug:round>/<int:number>/adopt/", tallies.TallyAdoptView.as_view(), name="tally-adopt"),
]
shown = [
    path("results/", results.ResultListView.as_view(), name="result-list"),
    path("results/<slug:round>/<slug:through>/", results.ResultBoardView.as_view(), name="result-board"),
    path("results/<slug:round>/<slug:through>/bundle/", results.BundleView.as_view(), name="bundle-download"),
    path(
        "results/<slug:round>/<slug:through>/workbook.xlsx",
        documents.WorkbookView.as_view(),
        name="result-workbook",
    ),
    path(
        "results/<slug:round>/<slug:through>/stability/", stability.StabilityView.as_view(), name="stability"
    ),
    path(
        "results/<slug:round>/<slug:through>/stability.json",
        stability.StabilityFiguresView.as_view(),
        name="stability-figures",
    ),
    path(
        "results/<slug:round>/<slug:through>/<slug:application>/",
        results.ExplainView.as_view(),
        name="explain",
    ),
]
published = [
    path("rounds/<slug:round>/recompute/", recompute.RecomputeView.as_view(), name="recompute"),
    path(
        "rounds/<slug:round>/recompute/bundle.zip", recompute.PublicBundleView.as_view(), name="public-bundle"
    ),
]
urlpatterns = clients + published + desk + counting + shown
