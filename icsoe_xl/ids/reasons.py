"""Why an identifier is wrong: one small vocabulary for all the modules of `icsoe_xl.ids`."""

from enum import StrEnum


class Reason(StrEnum):
    """The first fault found in a value; the words for the user belong to the rules."""

    LENGTH = "length"
    """Too short or too long."""
    SHAPE = "shape"
    """Right length, but some character is of a class that its position does not take."""
    DATE = "date"
    """The date inside does not exist (30 February, month 13)."""
    FUTURE = "future"
    """The date inside exists and has not come yet."""
    STATE = "state"
    """Not one of the 33 codes of the place of birth."""
    CHECK_DIGIT = "check_digit"
    """The last character does not follow from the others."""
    GENERIC = "generic"
    """A value that stands for "nobody in particular" in other filings."""
    INCONVENIENT_WORD = "inconvenient_word"
    """The first four letters form a word that the issuer replaces; never an error by itself."""
