"""Mexican identifiers that an ICSOE return carries, each in a module with the same few verbs.

``compact(text)`` cleans what a person typed, ``explain(value)`` says why a compact value is wrong
(a `Reason`, or ``None`` when it is sound), ``is_valid(value)`` is the short question and
``check_digit(first_chars)`` the arithmetic. Parts and probable repairs follow, where the number has them.

    >>> from icsoe_xl.ids import nss
    >>> nss.explain(nss.compact(" 92-91-90-8443-1 "))
    >>> nss.explain("92919084432")
    <Reason.CHECK_DIGIT: 'check_digit'>

`columns` asks the same questions of a whole column at once. Nothing here reads a workbook, and nothing
here imports another part of icsoe_xl.
"""
