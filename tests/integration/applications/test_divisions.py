"""Divisions: the unit chooses one when it files, and it stands in whatever is read of the application."""

import pytest

from applications import services
from applications.models import Application
from applications.selectors.form_document import form_data
from applications.selectors.versions import changes_between
from brandportal.kit.errors import DomainError, InputErrors
from tests.cast import client_of
from tests.divided import divided_round
from tests.filing import filled, open_round, started

STEP = "/applications/{}/A001/edit/{}/"
CONTACT = {"object_kind": "unit", "contact_name": "王晓梅", "contact_phone": "0000-88120001"}


@pytest.fixture
def round(cast):
    return divided_round(cast)


def filed(cast, round, **texts):
    draft = filled(round, cast.archives, cast.alice, **texts)
    return services.submit_application(services.send_application(draft, by=cast.alice), by=cast.bob)


def test_the_first_step_offers_the_divisions_of_the_rules_in_both_languages(cast, round):
    started(round, cast.archives, cast.alice)
    client = client_of(cast.alice)

    assert "窗口单位" in client.get(STEP.format(round.code, "unit")).content.decode()
    client.cookies["django_language"] = "en"
    assert "Other units" in client.get(STEP.format(round.code, "unit")).content.decode()


def test_a_round_without_divisions_asks_for_none(cast):
    started(open_round(cast), cast.archives, cast.alice)
    client = client_of(cast.alice)

    assert "stratum" not in client.get(STEP.format("2026-ten", "unit")).content.decode()
    client.post(STEP.format("2026-ten", "unit"), CONTACT | {"revision": "1", "stratum": "windows"})
    assert Application.objects.get().stratum == ""


def test_the_choice_is_saved_and_an_unknown_one_refused_with_all_that_was_typed(cast, round):
    started(round, cast.archives, cast.alice)
    client = client_of(cast.alice)
    url = STEP.format(round.code, "unit")

    refused = client.post(url, CONTACT | {"revision": "1", "stratum": "palaces"})
    assert refused.status_code == 200
    assert "请从列表中选择" in refused.content.decode() or "列出" in refused.content.decode()
    assert "王晓梅" in refused.content.decode()
    client.post(url, CONTACT | {"revision": "1", "stratum": "others"})
    assert Application.objects.get().stratum == "others"


def test_the_service_knows_only_the_divisions_of_the_rules(cast, round):
    application = started(round, cast.archives, cast.alice)

    with pytest.raises(DomainError) as caught:
        services.save_application(application, by=cast.alice, revision=1, fields={"stratum": "palaces"})

    assert caught.value.field == "stratum"
    application.refresh_from_db()
    assert application.stratum == ""


def test_nothing_goes_to_sign_off_without_a_division(cast, round):
    draft = filled(round, cast.archives, cast.alice)

    with pytest.raises(InputErrors) as caught:
        services.send_application(draft, by=cast.alice)

    assert [error.field for error in caught.value.errors] == ["stratum"]
    page = client_of(cast.alice).get(STEP.format(round.code, "check")).content.decode()
    assert "#div_id_stratum" in page


def test_the_organizer_accepts_nothing_that_stands_in_no_division(cast, round):
    application = filed(cast, round, stratum="windows")
    Application.objects.filter(pk=application.pk).update(stratum="")
    application.refresh_from_db()

    with pytest.raises(DomainError, match="stands in no division"):
        services.accept_application(application, by=cast.omar)


def test_it_stands_in_the_filed_version_its_form_and_the_dossier(cast, round):
    application = filed(cast, round, stratum="windows")
    filing = application.filings.get()

    assert filing.document["stratum"] == "windows"
    assert ["申报组别", "窗口单位"] in form_data(filing, with_contact=True)["facts"]
    for user in (cast.alice, cast.bob, cast.omar, cast.audrey):
        assert "窗口单位" in client_of(user).get(application.get_absolute_url()).content.decode()


def test_a_filing_of_a_round_without_divisions_has_the_same_content_as_before(cast):
    application = filed(cast, open_round(cast))

    assert "stratum" not in application.filings.get().document
    assert "申报组别" not in [
        fact[0] for fact in form_data(application.filings.get(), with_contact=True)["facts"]
    ]


def test_another_division_is_a_change_between_two_versions(cast, round):
    application = filed(cast, round, stratum="windows")
    defects = [{"part": "stratum", "text": "该单位没有办事窗口"}]
    returned = services.return_application(application, defects, by=cast.omar)
    services.save_application(
        returned, by=cast.alice, revision=returned.revision, fields={"stratum": "others"}
    )
    sent = services.send_application(Application.objects.get(), by=cast.alice)
    services.submit_application(sent, by=cast.bob)
    first, second = sent.filings.order_by("number")

    changes = changes_between(first, second, round)
    told = [(piece.kind, piece.text) for piece in changes[0].pieces if piece.text]
    assert told == [("gone", "Windows"), ("new", "Other units")]
    assert len(changes) == 1


def test_the_list_of_the_organizer_shows_and_narrows_by_division(cast, round):
    filed(cast, round, stratum="windows")
    client = client_of(cast.omar)
    url = f"/rounds/{round.code}/applications/"

    assert "文档连心桥" in client.get(f"{url}?stratum=windows").content.decode()
    assert "文档连心桥" not in client.get(f"{url}?stratum=others").content.decode()
    assert client.get(f"/rounds/{round.code}/applications.xlsx").status_code == 200
