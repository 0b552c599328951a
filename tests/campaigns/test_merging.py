"""What comes of a text that was changed in two places."""

from typing import Any

import pytest

from campaigns.merging import merge_blocks, merge_sets, merge_whole


def blocks(**texts: str) -> list[dict[str, Any]]:
    return [{"id": key, "type": "message", "value": text} for key, text in texts.items()]


def texts(value: Any) -> dict[str, str]:
    return {block["id"]: block["value"] for block in value}


THREE = {"a": "uno", "b": "dos", "c": "tres"}
BASE = blocks(**THREE)


@pytest.mark.parametrize(
    ("ours", "theirs", "merged", "conflict"),
    [
        ("uno", "dos", "dos", False),
        ("mío", "uno", "mío", False),
        ("dos", "dos", "dos", False),
        ("mío", "dos", "mío", True),
    ],
)
def test_a_whole_value(ours: str, theirs: str, merged: str, conflict: bool) -> None:
    found = merge_whole("uno", ours, theirs)
    assert (found.value, found.is_conflict) == (merged, conflict)


def test_a_preferred_national_value_replaces_the_own_one() -> None:
    assert merge_whole("uno", "mío", "dos", prefer_theirs=True).value == "dos"


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        (
            blocks(a="uno", b="mío", c="tres"),
            blocks(a="nuevo", b="dos", c="tres"),
            {"a": "nuevo", "b": "mío", "c": "tres"},
        ),
        (
            blocks(a="uno", b="dos", c="tres", x="mío"),
            blocks(a="uno", c="tres"),
            {"a": "uno", "c": "tres", "x": "mío"},
        ),
        (blocks(a="uno", c="tres"), blocks(a="uno", b="dos", c="nuevo"), {"a": "uno", "c": "nuevo"}),
        (BASE, blocks(a="uno", n="entre", b="dos", c="tres"), {"a": "uno", "n": "entre", "b": "dos", "c": "tres"}),
        (
            blocks(a="uno", x="mío", b="dos", c="tres"),
            blocks(c="tres", a="uno", b="dos"),
            {"c": "tres", "a": "uno", "x": "mío", "b": "dos"},
        ),
    ],
    ids=["each changed another", "one added, one removed", "removed here stays removed", "inserted", "reordered"],
)
def test_parts_that_only_one_side_changed(ours: Any, theirs: Any, merged: dict[str, str]) -> None:
    found = merge_blocks(BASE, ours, theirs)
    assert not found.is_conflict
    assert list(texts(found.value).items()) == list(merged.items())


@pytest.mark.parametrize(
    ("ours", "theirs", "kept", "replaced"),
    [
        (blocks(a="mío"), blocks(a="suyo"), {"a": "mío"}, {"a": "suyo"}),
        (blocks(), blocks(a="suyo"), {}, {"a": "suyo"}),
        (blocks(a="mío"), blocks(), {"a": "mío"}, {}),
    ],
    ids=["both changed", "removed here, changed there", "changed here, removed there"],
)
def test_the_same_part_changed_in_both(ours: Any, theirs: Any, kept: Any, replaced: Any) -> None:
    found = merge_blocks(blocks(a="uno"), ours, theirs)
    assert (found.is_conflict, texts(found.value)) == (True, kept)
    assert texts(merge_blocks(blocks(a="uno"), ours, theirs, prefer_theirs=True).value) == replaced


def test_a_part_that_was_only_given_another_mark_says_the_same() -> None:
    ours, theirs = [{"id": "a", "value": "mío"}], [{"id": "a", "value": "uno"}]
    assert not merge_blocks([{"id": "a", "value": "uno"}], ours, theirs).is_conflict


def test_what_is_chosen_or_not() -> None:
    assert merge_sets([1, 2], [1, 2, 9], [2, 3]).value == [2, 9, 3]
    assert merge_sets([1, 2], [1, 2, 9], [2, 3], prefer_theirs=True).value == [2, 3]


def test_where_both_put_the_parts_in_another_order_a_person_says_whose_stands() -> None:
    ours, theirs = blocks(b="dos", a="uno", c="tres"), blocks(c="tres", a="uno", b="dos")
    before = blocks(a="uno", b="dos", c="tres")
    found = merge_blocks(before, ours, theirs)
    assert (list(texts(found.value)), found.is_conflict) == (["b", "a", "c"], True)
    assert list(texts(merge_blocks(before, ours, theirs, prefer_theirs=True).value)) == ["c", "a", "b"]
    assert not merge_blocks(before, ours, ours).is_conflict
