"""Luhn's check digit (ISO/IEC 7812-1, annex B), which IMSS uses for the NSS and the registro patronal."""

_DOUBLED = dict(zip("0123456789", (0, 2, 4, 6, 8, 1, 3, 5, 7, 9), strict=True))


def luhn_digit(digits: str) -> str:
    """The digit to write after `digits` (0-9 only): the doubled ones start with the last.

    >>> luhn_digit("9291908443")
    '1'
    """
    doubled = sum(_DOUBLED[digit] for digit in digits[::-2])
    plain = sum(map(int, digits[-2::-2]))
    return str(-(doubled + plain) % 10)
