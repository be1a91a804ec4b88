"""Faults of one cell: field, rule, what is typed instead of the sound value, and the safe repair."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from people import Worker, is_curp_digit, is_nss

from faults.shapes import Formula, Row, Source, curp_with, other_digit, row

Typed = Callable[[Worker], object]
Fix = Callable[[Worker], str | float]


def _unmended_ten(worker: Worker) -> str:
    """Ten digits that are no NSS with a zero before them."""
    ten = worker.nss[:10]
    return other_digit(ten, 9) if is_nss("0" + ten) else ten


def _hyphens(worker: Worker) -> str:
    """The NSS as it is printed on the card: 92-91-90-8443-1."""
    digits = worker.nss
    return "-".join((digits[:2], digits[2:4], digits[4:6], digits[6:10], digits[10]))


def _full_width(worker: Worker) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in worker.nss)


def _leap_day_2001(worker: Worker) -> str:
    return curp_with(worker, 4, f"010229{worker.curp[10:16]}A")


def _wrong_consonant(worker: Worker) -> str:
    """Another third consonant; one in ten the check digit would not see."""
    others = (worker.curp[:15] + letter + worker.curp[16:] for letter in "BCD")
    return next(other for other in others if not is_curp_digit(other))


CELLS: tuple[tuple[str, str, Typed, Fix | None], ...] = (
    ("nss", "T001", lambda w: None, None),
    ("nss", "T001", lambda w: " \u00a0 ", None),
    ("nss", "T002", lambda w: w.nss[:9], None),
    ("nss", "T002", lambda w: w.nss + "0", None),
    ("nss", "T002", lambda w: w.nss[:10] + "O", None),
    ("nss", "T002", lambda w: "PENDIENTE", None),
    ("nss", "T002", lambda w: datetime(2026, 1, 31), None),
    ("nss", "T002", lambda w: True, None),
    ("nss", "T002", lambda w: w.curp[:10] + "AB1", None),
    ("nss", "T002", lambda w: "1.23E+10", None),
    ("nss", "T002", _unmended_ten, None),
    ("nss", "T004", lambda w: other_digit(w.nss, 8), None),
    ("nss", "T004", lambda w: other_digit(w.nss, 5), None),  # the year of birth: still one fault
    ("nss", "T004", lambda w: other_digit(w.nss, 10), None),
    ("nss", "T004", lambda w: Formula(f'="{other_digit(w.nss, 7)}"', other_digit(w.nss, 7)), None),
    ("nss", "T005", lambda w: int(w.nss), lambda w: w.nss),
    ("nss", "T005", _hyphens, lambda w: w.nss),
    ("nss", "T005", lambda w: f" {w.nss[:4]} {w.nss[4:]}", lambda w: w.nss),
    ("nss", "T005", lambda w: f"{w.nss}\u00a0", lambda w: w.nss),
    ("nss", "T005", lambda w: f"\u200b{w.nss}", lambda w: w.nss),
    ("nss", "T005", _full_width, lambda w: w.nss),
    ("nss", "T005", lambda w: f"'{w.nss}", lambda w: w.nss),
    ("nss", "T005", lambda w: Formula(f"=0+{w.nss}", int(w.nss)), None),  # the formula is the user's
    ("nss", "A005", lambda w: Formula("=VLOOKUP(1,$Y$1:$Z$2,2,0)", "#N/A"), None),
    ("curp", "T011", lambda w: None, None),
    ("curp", "T011", lambda w: "  ", None),
    ("curp", "T012", lambda w: w.curp[:17], None),
    ("curp", "T012", lambda w: w.curp + "0", None),
    ("curp", "T012", lambda w: f"{w.curp[:4]}O{w.curp[5:]}", None),
    ("curp", "T012", lambda w: f"{w.curp[:10]}F{w.curp[11:]}", None),
    ("curp", "T012", lambda w: curp_with(w, 14, "A"), None),
    ("curp", "T012", lambda w: curp_with(w, 1, "B"), None),
    ("curp", "T012", lambda w: w.curp[:10] + "AB1", None),
    ("curp", "T012", lambda w: "EN TRÁMITE", None),
    ("curp", "T012", lambda w: 12345, None),
    ("curp", "T013", lambda w: curp_with(w, 6, "13"), None),
    ("curp", "T013", lambda w: curp_with(w, 6, "0230"), None),
    ("curp", "T013", _leap_day_2001, None),
    ("curp", "T014", lambda w: curp_with(w, 11, "XX"), None),
    ("curp", "T014", lambda w: curp_with(w, 11, "CD"), None),
    ("curp", "T015", lambda w: other_digit(w.curp, 17), None),
    ("curp", "T015", _wrong_consonant, None),
    ("curp", "T016", lambda w: w.curp.lower(), lambda w: w.curp),
    ("curp", "T016", lambda w: f"{w.curp[:4]} {w.curp[4:10]} {w.curp[10:]}", lambda w: w.curp),
    ("curp", "T016", lambda w: f"{w.curp[:4]}-{w.curp[4:]}", lambda w: w.curp),
    ("curp", "T016", lambda w: f"{w.curp}\n", lambda w: w.curp),
    ("curp", "T017", lambda w: curp_with(w, 0, "PEDO"), None),
    ("curp", "A005", lambda w: Formula("=#REF!", "#REF!"), None),
    ("curp", "A005", lambda w: Formula("=Z1", ""), None),
    ("sbc", "T021", lambda w: None, None),
    ("sbc", "T021", lambda w: " ", None),
    ("sbc", "T021", lambda w: 0, None),
    ("sbc", "T021", lambda w: -450.75, None),
    ("sbc", "T021", lambda w: "N/D", None),
    ("sbc", "T021", lambda w: "450,75", None),
    ("sbc", "T021", lambda w: datetime(2026, 1, 31), None),
    ("sbc", "T021", lambda w: True, None),
    ("sbc", "T022", lambda w: 315.03, None),
    ("sbc", "T022", lambda w: 39.38, None),
    ("sbc", "T023", lambda w: 2932.76, None),
    ("sbc", "T023", lambda w: 13522.5, None),
    ("sbc", "T024", lambda w: 450.755, lambda w: 450.76),
    ("sbc", "T024", lambda w: 1000.005, lambda w: 1000.01),  # 1000.00499... in binary
    ("sbc", "T024", lambda w: 450.7512, lambda w: 450.75),
    ("sbc", "T024", lambda w: 333.3333333333, lambda w: 333.33),
    ("sbc", "T025", lambda w: f"{w.sbc:.2f}", lambda w: w.sbc),
    ("sbc", "T025", lambda w: f" {w.sbc:.2f}\u00a0", lambda w: w.sbc),
    ("sbc", "T025", lambda w: f"${w.sbc:,.2f}", lambda w: w.sbc),
    ("sbc", "T025", lambda w: f"$ {w.sbc:.2f}", lambda w: w.sbc),
    ("sbc", "T025", lambda w: "1,450", lambda w: 1450.0),
    ("sbc", "A005", lambda w: Formula("=1/0", "#DIV/0!"), None),
    ("sbc", "A005", lambda w: Formula("=Z1*2", ""), None),
)


def cell_faults(source: Source) -> list[Row]:
    """One row for each line of the table."""
    rows = []
    for name, rule, typed, fix in CELLS:
        worker = source.any()
        rows.append(row(worker, **{name: typed(worker)}).expect(name, rule, fix(worker) if fix else None))
    return rows
