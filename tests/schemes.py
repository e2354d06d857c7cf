"""Small rules documents for tests: the shape of the ten best, with numbers that a handful of people can fill."""

from typing import Any


def small_scheme(**changes: Any) -> dict[str, Any]:
    """Return a document as `read_rules` would: keep the first three, two seats, one form is enough."""
    document: dict[str, Any] = {
        "format": "1",
        "key": "small",
        "title": {"zh": "小规模评选", "en": "A small round"},
        "entries": {"subjects": ["unit"], "max_per_unit": "1"},
        "channel": [_supervisors(), _clients(), _panel()],
        "stage": [
            {
                "key": "social",
                "use": ["supervisors", "clients"],
                "keep": {"top": "3"},
                "tie_at_cut": "include_all",
            },
            {"key": "review", "use": ["supervisors", "clients", "panel"]},
        ],
        "select": {"mode": "top", "seats": "2", "may_be_fewer": True},
        "tie": {"order": ["clients", "panel"], "then": "committee"},
        "rounding": {"compare_on": "exact", "places": "2"},
        "filing": _filing(),
        "process": {"notice": {"days": "5", "unit": "workday", "first_day_counted": False}},
    }
    return document | changes


def _supervisors() -> dict[str, Any]:
    items = [
        {"key": key, "title": {"zh": zh, "en": en}, "max": points, "step": "1"}
        for key, zh, en, points in (
            ("name", "品牌名称", "Brand name", "40"),
            ("standard", "服务标准", "Service standard", "60"),
        )
    ]
    return _channel("supervisors", "监督巡视员", "Supervisors", "supervisor", "30") | {
        "form": "items",
        "items": items,
    }


def _clients() -> dict[str, Any]:
    levels = [
        {"key": key, "title": {"zh": zh, "en": en}, "value": value, "good": good}
        for key, zh, en, value, good in (
            ("very_satisfied", "很满意", "Very satisfied", "100", True),
            ("satisfied", "满意", "Satisfied", "80", True),
            ("dissatisfied", "不满意", "Dissatisfied", "30", False),
        )
    ]
    items = [
        {"key": "attitude", "title": {"zh": "服务态度", "en": "Attitude"}},
        {"key": "efficiency", "title": {"zh": "办事效率", "en": "Efficiency"}},
    ]
    return _channel("clients", "服务对象", "Clients", "client", "40") | {
        "form": "levels",
        "items": items,
        "levels": levels,
        "min_valid": "5",
    }


def _panel() -> dict[str, Any]:
    items = [
        {"key": key, "title": {"zh": zh, "en": en}, "max": points, "step": "1"}
        for key, zh, en, points in (
            ("papers", "材料评审", "Papers", "60"),
            ("visit", "实地验收", "Site visit", "40"),
        )
    ]
    return _channel("panel", "评审组", "Review panel", "panel", "30") | {"form": "items", "items": items}


def _channel(key: str, zh: str, en: str, raters: str, weight: str) -> dict[str, Any]:
    return {
        "key": key,
        "title": {"zh": zh, "en": en},
        "raters": raters,
        "weight": weight,
        "min_valid": "1",
        "missing": "block",
    }


def _filing() -> dict[str, Any]:
    return {
        "main_text": {"max": "200"},
        "self_check": [
            {"key": "overall", "title": {"zh": "对照服务大局", "en": "Service of the whole"}},
            {"key": "tasks", "title": {"zh": "对照工作任务", "en": "Tasks"}},
        ],
    }
