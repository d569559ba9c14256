"""No control character, line break or direction mark leaves the words as it came in."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from vs_workflow.words.fill import fill, holes
from vs_workflow.words.safe import cells, safe

HOSTILE = "\x00\x07\x1b[31m\x7f\x85\x9b\u200b\u200e\u200f\u2028\u2029\u202e\u2066\u2069\n\r\t"


def is_plain(text: str) -> bool:
    marks = "\u061c\u200b\u200e\u200f\u2028\u2029\ufeff"
    turning = {chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    return not any(unicodedata.category(char) in ("Cc", "Cs") or char in marks or char in turning for char in text)


def test_what_cannot_be_seen_is_shown_as_an_escape() -> None:
    assert safe("a\x1b[31mb") == "a\\x1b[31mb"
    assert safe("Ede\u202etxt") == "Ede\\u202etxt"
    assert safe("een\ntwee\tdrie\r") == "een\\ntwee\\tdrie\\r"
    assert safe("Maaïke van 't Ør") == "Maaïke van 't Ør"
    assert is_plain(safe(HOSTILE))


@given(st.text(alphabet=st.one_of(st.sampled_from(HOSTILE), st.characters())))
def test_nothing_that_steers_a_terminal_gets_through(text: str) -> None:
    shown = safe(text)

    assert is_plain(shown)
    assert safe(shown) == shown


def test_columns_are_counted_as_a_terminal_shows_them() -> None:
    assert cells("Ede") == 3
    assert cells("Maaïke") == 6
    assert cells("Maai\u0308ke") == 6
    assert cells("漢字") == 4


def test_a_value_is_never_read_as_a_sentence() -> None:
    assert fill("by {who}[ on {on}]", lambda name, typed: "{on} [x]" if name == "who" else None) == "by {on} [x]"


def test_an_optional_part_is_left_out_where_a_hole_in_it_is_empty() -> None:
    known = {"a": "1", "n": "3"}

    def value(name: str, typed: bool) -> str | None:
        return known.get(name)

    assert fill("x[ ({a})][ {b}]", value) == "x (1)"
    assert fill("[{b}||{a}||none]", value) == "1"
    assert fill("[{b}||none]", value) == "none"
    assert fill("[!b no b][!a no a]", value) == "no b"
    assert fill("{a#day|days} {n#day|days} {c}", value) == "1 day 3 days ?"
    assert holes("x {a}[ {b}] {c.key}") == {"a", "c"}
