"""Units and people from a file: read in whatever way offices save it, checked in full, taken over whole or not at all."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from brandportal.accounts.models import Roster, Unit, User
from brandportal.accounts.rosters.services import clear_rosters, dry_run
from brandportal.audit.models import AuditEvent
from tests.cast import client_of

pytestmark = pytest.mark.django_db
UNITS = [
    ["单位代码", "单位名称", "英文名称", "单位类别"],
    ["audit", "市审计局", "Audit", "政府部门"],
    ["tax", "市税务局", "", "government"],
]
PEOPLE = [
    ["登录名", "姓名", "所在单位", "电子邮箱", "角色"],
    ["wang", "王䶮", "市档案局", "w@example.org", "单位填报人、单位签批人"],
    ["li", "李静宜", "", "", ""],
]


def csv_of(rows, encoding="utf-8-sig", separator=","):
    return "\r\n".join(separator.join(row) for row in rows).encode(encoding)


def xlsx_of(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def ada(cast):
    client = client_of(cast.ada)
    client.cookies["django_language"] = "zh-hans"
    return client


def hand_in(client, data, kind="units", name="名册.csv"):
    return client.post(
        reverse(f"accounts:roster-{kind}"), {"file": SimpleUploadedFile(name, data)}, follow=True
    )


def faults(response):
    return [(fault.row, fault.column) for fault in response.context["run"].faults]


def apply(client):
    return client.post(reverse("accounts:roster-apply", args=[Roster.objects.latest("at").code]))


WAYS = {
    "xlsx": xlsx_of(UNITS),
    "utf-8 with a mark": csv_of(UNITS),
    "utf-8": csv_of(UNITS, "utf-8"),
    "gbk": csv_of(UNITS, "gbk"),
    "utf-16, as Excel's Unicode text": csv_of(UNITS, "utf-16", "\t"),
    "semicolons": csv_of(UNITS, separator=";"),
    "a title above, blank rows, blanks around": csv_of(
        [["单位名册", "", "", ""], UNITS[0], [""] * 4, [f" {cell} " for cell in UNITS[1]], UNITS[2]]
    ),
    "English titles in another order": csv_of(
        [
            ["Category", "Name", "Unit code"],
            ["Government department", "市审计局", "audit"],
            ["government", "市税务局", "tax"],
        ]
    ),
    "our own template's titles": csv_of(
        [
            ["单位代码 / Unit code", "单位名称 / Name", "英文名称 / English name", "单位类别 / Category"],
            *UNITS[1:],
        ]
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_units_are_read_however_they_are_saved(cast, ada, way):
    page = hand_in(ada, WAYS[way])

    assert faults(page) == []
    assert [line.values["code"] for line in page.context["run"].fresh] == ["audit", "tax"]
    assert Unit.objects.count() == 2
    apply(ada)
    audit = Unit.objects.get(code="audit")
    assert (audit.name_zh, audit.category, audit.initials) == ("市审计局", "government", "ssjj")


def test_people_are_made_with_roles_and_first_passwords_shown_once(cast, ada):
    page = hand_in(ada, csv_of(PEOPLE, "gb18030"), "people")
    assert faults(page) == []
    answer = apply(ada)

    wang = User.objects.get(username="wang")
    shown = {person.username: first for person, first in answer.context["made"]}
    assert (wang.name, wang.unit, wang.roles) == ("王䶮", cast.archives, {"drafter", "approver"})
    assert wang.must_change_password
    assert wang.check_password(shown["wang"])
    assert "no-store" in answer.headers["Cache-Control"]
    assert shown["wang"] not in ada.get(Roster.objects.get().get_absolute_url()).content.decode()
    assert apply(ada).status_code == 409


def test_taking_over_is_in_the_trail_and_the_file_is_not_kept(cast, ada):
    hand_in(ada, csv_of(PEOPLE), "people")
    apply(ada)

    roster = Roster.objects.get()
    assert (roster.table, roster.rows) == ("", 2)
    assert AuditEvent.objects.filter(event="apply_roster", actor=cast.ada).count() == 1
    assert AuditEvent.objects.filter(event="create_user", actor=cast.ada).count() == 2


BAD_UNITS = [
    UNITS[0],
    ["", "市一局", "", "政府部门"],
    ["two words", "市二局", "", "政府部门"],
    ["three", "", "", "政府部门"],
    ["four", "市四局", "", "幼儿园"],
    ["five", "字" * 61, "", "政府部门"],
    ["six", "市六局\u200b", "", "政府部门"],
    ["archives", "市档案馆", "", "政府部门"],
    ["eight", "市档案局", "", "政府部门"],
    ["nine", "市九局", "", "政府部门"],
    ["nine", "市九局二", "", "政府部门"],
    ["ten", "市九局", "", "政府部门"],
    ["eleven", "市十一局", "", "政府部门", "备注"],
    ["good", "市好局", "", "政府部门"],
]


def test_every_fault_of_units_is_named_with_row_and_column(cast, ada):
    page = hand_in(ada, csv_of(BAD_UNITS))

    assert faults(page) == [
        (2, "单位代码"), (3, "单位代码"), (4, "单位名称"), (5, "单位类别"), (6, "单位名称"), (7, "单位名称"),
        (8, "单位代码"), (9, "单位名称"), (11, "单位代码"), (12, "单位名称"), (13, "备注"),
    ]  # fmt: skip
    assert apply(ada).status_code == 409
    assert Unit.objects.count() == 2


BAD_PEOPLE = [
    PEOPLE[0],
    ["", "甲", "", "", ""],
    ["has space", "乙", "", "", ""],
    ["c3", "", "", "", ""],
    ["d4", "丁", "没有的局", "", ""],
    ["e5", "戊", "", "not-an-address", ""],
    ["f6", "己", "", "", "局长"],
    ["g7", "庚", "", "", "单位填报人"],
    ["alice", "另一人", "", "", ""],
    ["i9", "壬", "archives", "", "单位填报人"],
    ["I9", "癸", "archives", "", "单位填报人"],
    ["=HYPERLINK(1)", "丑", "", "", ""],
    ["l12", "#REF!", "", "", ""],
]


def test_every_fault_of_people_is_named_with_row_and_column(cast, ada):
    page = hand_in(ada, xlsx_of(BAD_PEOPLE), "people", "人员.xlsx")

    assert faults(page) == [
        (2, "登录名"), (3, "登录名"), (4, "姓名"), (5, "所在单位"), (6, "电子邮箱"), (7, "角色"), (8, "所在单位"),
        (9, "登录名"), (11, "登录名"), (12, "登录名"), (13, "姓名"),
    ]  # fmt: skip
    assert User.objects.count() == len(cast.everybody)


@pytest.mark.parametrize(
    ("header", "named"),
    [
        (["登录名", "姓名", "身份证号"], {"身份证号"}),
        (["登录名"], {"姓名"}),
        (["登录名", "姓名", "姓名"], {"姓名"}),
        (["随便", "什么"], {"随便", "什么", "登录名", "姓名"}),
    ],
)
def test_unknown_doubled_and_missing_columns_are_refused_by_name(cast, ada, header, named):
    page = hand_in(ada, csv_of([header, ["x", "某人", "110101199001011234"]]), "people")

    assert {column for _row, column in faults(page)} == named


def test_rows_that_stand_in_the_register_already_change_nothing(cast, ada):
    page = hand_in(ada, csv_of([UNITS[0], ["archives", "市档案局", "Archives", "政府部门"], UNITS[1]]))

    assert (page.context["run"].known, len(page.context["run"].fresh)) == (1, 1)
    apply(ada)
    again = hand_in(ada, csv_of(UNITS[:2]))
    assert (again.context["run"].known, again.context["run"].fresh) == (1, [])
    assert apply(ada).status_code == 409


def test_a_register_that_changed_after_the_check_stops_the_whole_file(cast, ada):
    hand_in(ada, csv_of(UNITS))
    Unit.objects.create(code="tax", name_zh="市地税局", category="government")

    assert apply(ada).status_code == 409
    assert not Unit.objects.filter(code="audit").exists()
    assert (4 - 1, "单位代码") in [(one.row, one.column) for one in dry_run(Roster.objects.get()).faults]


def test_a_failure_half_way_leaves_nothing(cast, ada, monkeypatch):
    hand_in(ada, csv_of(UNITS))
    Unit.objects.filter(code="tax").delete()
    seen = []

    def fails_at_the_second(*args, **kwargs):
        seen.append(1)
        if len(seen) == 2:
            raise RuntimeError("the machine stops here")

    monkeypatch.setattr("brandportal.accounts.services._index", fails_at_the_second)
    with pytest.raises(RuntimeError):
        apply(ada)

    assert Unit.objects.count() == 2
    assert Roster.objects.get().applied_at is None


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


def many_parts():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(201):
            archive.writestr(f"xl/{number}", b"x" * 9)
        archive.writestr("xl/workbook.xml", b"x")
    return out.getvalue()


def with_entities():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(UNITS))) as source, zipfile.ZipFile(out, "w") as archive:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "xl/workbook.xml":
                data = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + data
            archive.writestr(part.filename, data)
    return out.getvalue()


REFUSED = {
    "empty": b"",
    "only a mark": b"\xef\xbb\xbf",
    "only blank rows": b",,,\r\n,,,\r\n",
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
    "pdf": b"%PDF-1.7\n\xff\xff\xff\xff\x80",
    "cut zip": xlsx_of(UNITS)[:300],
    "zip of something else": many_parts()[:100] + b"",
    "zip bomb": bomb(),
    "many parts": many_parts(),
    "entities": with_entities(),
    "open quotation mark": '单位代码,单位名称\r\n"audit,市审计局'.encode(),
    "one cell of a megabyte": b"a" * 1_000_000 + b',"' + b"b" * 1_000_000,
    "too many rows": "\n".join(
        ["单位代码,单位名称,单位类别"] + [f"u{n},市第{n}局,government" for n in range(600)]
    ).encode(),
    "too many columns": ",".join(str(n) for n in range(60)).encode(),
    "larger than 5 MB": b"a,b\n" * 1_400_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_at_the_field(cast, ada, name):
    page = hand_in(ada, REFUSED[name])

    assert page.status_code == 200
    assert "file" in page.context["form"].errors
    assert not Roster.objects.exists()


def test_no_file_at_all_is_refused_at_the_field(cast, ada):
    assert "file" in ada.post(reverse("accounts:roster-units"), {}).context["form"].errors


def test_a_workbook_that_lies_about_its_size_is_read_by_its_rows(cast, ada):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(UNITS))) as source, zipfile.ZipFile(out, "w") as archive:
        for part in source.infolist():
            data = source.read(part).replace(b'ref="A1:D3"', b'ref="A1:XFD1048576"')
            archive.writestr(part.filename, data)

    assert faults(hand_in(ada, out.getvalue())) == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1"])
def test_what_looks_like_a_formula_never_leaves_as_one(cast, ada, text):
    page = hand_in(ada, csv_of([UNITS[0], ["audit", f"'{text}", "", "政府部门"]]))

    if text == "=1+1":
        assert faults(page) == [(2, "单位名称")]
        return
    apply(ada)
    assert Unit.objects.get(code="audit").name_zh == text


def test_markup_in_a_cell_is_shown_as_text(cast, ada):
    page = hand_in(
        ada, csv_of([UNITS[0], ["audit", "<script>alert(1)</script>", "", "<b>"]])
    ).content.decode()

    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["units", "people"])
def test_the_template_comes_back_as_a_file_without_rows(cast, ada, kind, form):
    template = ada.get(reverse("accounts:roster-template", args=[kind, form]))
    page = hand_in(ada, template.content, kind)

    assert template.headers["Content-Disposition"].startswith("attachment")
    assert faults(page) == [(1, "")]


def test_a_template_that_does_not_exist_is_not_found(cast, ada):
    assert ada.get(reverse("accounts:roster-template", args=["units", "pdf"])).status_code == 404
    assert ada.get(reverse("accounts:roster-template", args=["codes", "csv"])).status_code == 404


def test_a_file_is_dropped_or_forgotten_after_a_week(cast, ada):
    hand_in(ada, csv_of(UNITS))
    ada.post(reverse("accounts:roster-drop", args=[Roster.objects.get().code]))
    assert not Roster.objects.exists()

    hand_in(ada, csv_of(UNITS))
    clear_rosters()
    assert Roster.objects.count() == 1
    Roster.objects.update(at="2020-01-01T00:00:00Z")
    clear_rosters()
    assert not Roster.objects.exists()


def test_rosters_are_the_administrators_alone(cast, ada):
    hand_in(ada, csv_of(UNITS))
    code = Roster.objects.get().code

    for user in (cast.audrey, cast.omar, cast.alice):
        client = client_of(user)
        assert client.get(reverse("accounts:roster-units")).status_code == 403
        assert client.get(reverse("accounts:roster-detail", args=[code])).status_code == 403
        assert client.post(reverse("accounts:roster-apply", args=[code])).status_code == 403
        assert client.post(reverse("accounts:roster-drop", args=[code])).status_code == 403
    assert ada.get(reverse("accounts:roster-apply", args=[code])).status_code == 405
    assert ada.get(reverse("accounts:roster-detail", args=["nothing"])).status_code == 404


def test_the_pages_say_what_to_do_when_there_is_nothing(cast, ada):
    for kind in ("units", "people"):
        assert ada.get(reverse(f"accounts:roster-{kind}")).status_code == 200


def test_a_check_asks_as_often_for_many_rows_as_for_few(cast, ada, django_assert_max_num_queries):
    rows = [[f"u{n}", f"市第{n}局", "", "政府部门"] for n in range(300)]
    hand_in(ada, csv_of([UNITS[0], *rows]))

    with django_assert_max_num_queries(15):
        ada.get(Roster.objects.get().get_absolute_url())
