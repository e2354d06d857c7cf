"""Rules of the house that a linter does not know."""

import ast
import sys
from collections.abc import Iterator

from tests.house.sources import CODE, ROOT, modules, name_of, own_files, python_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
# The one door a format leaves through; the counting writes the tables of its own bundle, it may import no other.
WRITERS = ("brandportal/kit/", "brandportal/documents/", "evaluation/tally/tables.py")
# Spelt in two halves, or this file would break its own rule.
HOSTS = tuple(
    f"{name}.{end}"
    for name, end in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("npmmirror", "com"),
        ("jsdelivr", "net"), ("unpkg", "com"), ("cdnjs", "com"), ("cdnjs.cloudflare", "com"), ("aliyun", "com"),
        ("mirrors.tuna", "tsinghua"), ("fonts.googleapis", "com"), ("bootcdn", "net"),
    )
)  # fmt: skip


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_file_outgrows_four_hundred_lines():
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*CODE)
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_outgrows_fifty_lines():
    long = [
        f"{name}:{function.lineno} {function.name}"
        for name, tree in modules(*CODE)
        for function in functions(tree)
        if function.end_lineno - function.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_no_import_hides_in_a_function():
    hidden = {
        f"{name}:{node.lineno}"
        for name, tree in modules(*CODE)
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert hidden == set()


def test_what_takes_long_to_load_waits_until_it_is_asked():
    slow = {"pypinyin", "openpyxl"}
    loaded = {
        (name, module)
        for name, tree in modules()
        for node in ast.walk(tree)
        for module in _imported(node)
        if module.partition(".")[0] in slow
    }

    assert loaded == set()


def test_only_the_lifecycle_engine_moves_a_status():
    moved = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        if not name.startswith("brandportal/lifecycle/")
        for node in ast.walk(tree)
        if _assigns_status(node) or _updates_status(node)
    ]

    assert moved == []


def _assigns_status(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and any(
        isinstance(target, ast.Attribute) and target.attr == "status" for target in targets
    )


def _updates_status(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and any(keyword.arg == "status" for keyword in node.keywords)
    )


def test_spreadsheets_leave_through_one_door():
    others = [
        name_of(path)
        for path in python_files()
        if not name_of(path).startswith(WRITERS)
        and any(
            word in path.read_text(encoding="utf-8") for word in ("csv.writer", "DictWriter(", "Workbook(")
        )
    ]

    assert others == []


def test_printed_formats_leave_through_one_door():
    makers = {"typst", "docx", "segno"}
    others = {
        (name, module)
        for name, tree in modules()
        if not name.startswith("brandportal/documents/")
        for node in ast.walk(tree)
        for module in _imported(node)
        if module.partition(".")[0] in makers
    }

    assert others == set()


def test_a_printed_template_fetches_nothing_and_reads_only_its_neighbours():
    folder = ROOT / "templates" / "documents"
    words = ("@preview", "@local", "read(", "eval(", "plugin(", "http:", "https:")
    found = [
        (path.name, word)
        for path in folder.rglob("*.typ")
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]

    assert found == []


def test_the_counting_stands_on_the_standard_library_alone():
    assert _foreign("evaluation/tally", "evaluation.tally") == set()
    assert (ROOT / "evaluation" / "__init__.py").read_text(encoding="utf-8").count("import ") == 0


def test_the_analyses_of_a_result_stand_on_the_counting_alone():
    assert _foreign("evaluation/stability", "evaluation.tally", "evaluation.stability") == set()


def _foreign(folder: str, *rooms: str) -> set[tuple[str, str]]:
    """What the files of a folder import beside the standard library and `rooms`."""
    return {
        (name, module)
        for name, tree in modules(folder)
        for node in ast.walk(tree)
        for module in _imported(node)
        if module.partition(".")[0] not in sys.stdlib_module_names and not module.startswith(rooms)
    }


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_no_signals_carry_the_flow():
    words = ("post_save", "pre_save", "post_delete", "m2m_changed", "@receiver")
    found = [
        name_of(path)
        for path in python_files()
        if any(word in path.read_text(encoding="utf-8") for word in words)
    ]

    assert found == []


def test_no_file_names_a_package_host():
    naming = [
        (name_of(path), host)
        for path in own_files()
        for host in HOSTS
        if host in path.read_text(encoding="utf-8", errors="ignore")
    ]

    assert naming == []


def test_no_test_is_skipped_and_no_end_left_unwritten():
    words = (
        "pytest.skip(",
        "pytest.mark.skip",
        "pytest.mark.xfail",
        "pytest.xfail(",
        "importorskip",
        "TO" + "DO",
        "FIX" + "ME",
    )
    here = name_of(ROOT / "tests/house/test_code.py")
    found = [
        (name_of(path), word)
        for path in python_files(*CODE)
        for word in words
        if name_of(path) != here and word in path.read_text(encoding="utf-8")
    ]

    assert found == []
