"""What is kept for a while: the same thing, for no longer, and never too many."""

from brandportal.kit.memo import Memo


def test_a_thing_is_made_once_and_is_the_same_thing():
    memo, made = Memo(seconds=60), []

    first = memo.get("paper", lambda: made.append(1) or object())

    assert memo.get("paper", lambda: made.append(1) or object()) is first
    assert made == [1]


def test_each_key_has_a_thing_of_its_own_and_nothing_is_kept_past_its_time():
    memo = Memo(seconds=0)

    assert [memo.get(key, lambda key=key: key) for key in ("a", "b", "a")] == ["a", "b", "a"]
    assert memo.get("a", lambda: "anew") == "anew"


def test_none_is_a_thing_too():
    memo = Memo(seconds=60)
    memo.get("nothing", lambda: None)

    assert memo.get("nothing", lambda: "made again") is None


def test_the_oldest_go_when_there_are_too_many():
    memo = Memo(seconds=60, most=2)
    for key in ("a", "b", "c"):
        memo.get(key, lambda key=key: key)

    assert memo.get("a", lambda: "anew") == "anew"
    assert memo.get("c", lambda: "anew") == "c"
