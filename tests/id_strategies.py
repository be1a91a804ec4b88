"""Hypothesis strategies for numbers and keys that are sound by the referee in ``people``."""

import datetime

import people
from hypothesis import strategies as st

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"

sound_nss = st.from_regex(r"[0-9]{10}", fullmatch=True).map(people.nss)


@st.composite
def sound_curp(draw: st.DrawFn) -> str:
    """Any CURP of the official shape with a date that exists; the word may be inconvenient."""
    born = draw(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
    letters = draw(st.from_regex(rf"[{LETTERS}][AEIOUX][{LETTERS}]{{2}}", fullmatch=True))
    sex = draw(st.sampled_from("HMX"))
    state = draw(st.sampled_from(people.STATES.split()))
    consonants = draw(st.from_regex(rf"[{CONSONANTS}]{{3}}", fullmatch=True))
    differentiator = draw(st.sampled_from("0123456789" if born.year < 2000 else LETTERS))
    return people.curp(f"{letters}{born:%y%m%d}{sex}{state}{consonants}{differentiator}")


junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.text(max_size=20),
    st.text(alphabet="0123456789", min_size=9, max_size=12),
    st.text(alphabet="٠١٢٣٤٥٦٧٨٩²", min_size=11, max_size=11),
    st.text(alphabet=st.characters(codec=None), min_size=11, max_size=11),
    st.text(alphabet=st.characters(codec=None), min_size=18, max_size=18),
    st.text(alphabet=LETTERS + "0123456789Ññ", min_size=18, max_size=18),
    st.lists(st.integers(), max_size=2),
)
"""What may sit in a cell beside a sound value, surrogates and unhashable things included."""
