"""Faults that need several cells or several rows, and rows that look odd and are sound.

Each builder returns the rows that belong together, in sheet order, with what is expected of each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from people import nss

from faults.shapes import (
    Formula,
    Rich,
    Row,
    Source,
    aged,
    curp_with,
    lost_zero,
    next_year,
    nss_born,
    other_digit,
    row,
)

Kind = Callable[[Source], list[Row]]
KINDS: list[Kind] = []
"""Faults within one contract."""
TRAPS: list[Kind] = []
"""What is easily taken for a fault, or for more faults than it is; once a book."""
ACROSS: list[Kind] = []
"""What needs two contracts: the rows go to one contract and another."""


def kind(register: list[Kind]) -> Callable[[Kind], Kind]:
    """Enter a builder in a register."""

    def enter(build: Kind) -> Kind:
        register.append(build)
        return build

    return enter


@kind(KINDS)
def zero_lost_in_text(source: Source) -> list[Row]:
    """T003 with a repair: the CURP is sound and agrees with the padded number."""
    worker = source.where(lost_zero)
    return [row(worker, nss=worker.nss[1:]).expect("nss", "T003", worker.nss)]


@kind(KINDS)
def zero_lost_in_number(source: Source) -> list[Row]:
    """The same as a number: one fault, so no T005 beside it."""
    worker = source.where(lost_zero)
    return [row(worker, nss=int(worker.nss)).expect("nss", "T003", worker.nss)]


@kind(KINDS)
def zero_lost_but_another_year(source: Source) -> list[Row]:
    """The padded number is sound and of another year than the CURP: no safe repair."""
    worker = source.where(lost_zero)
    return [row(worker, nss=nss_born(worker, next_year(worker))[1:]).expect("nss", "T003")]


@kind(KINDS)
def zero_lost_beside_a_bad_curp(source: Source) -> list[Row]:
    """Nothing vouches for the padded number."""
    worker = source.where(lost_zero)
    bad = other_digit(worker.curp, 17)
    return [row(worker, nss=worker.nss[1:], curp=bad).expect("nss", "T003").expect("curp", "T015")]


@kind(KINDS)
def changed_places(source: Source) -> list[Row]:
    """NSS and CURP in each other's column: both cells are wrong."""
    worker = source.any()
    return [row(worker, nss=worker.curp, curp=worker.nss).expect("nss", "T002").expect("curp", "T012")]


@kind(KINDS)
def neighbours_swapped(source: Source) -> list[Row]:
    """Two neighbouring digits of the serial in each other's place (0 and 9 would go unseen)."""
    worker = source.where(lambda w: w.nss[7] != w.nss[8] and {w.nss[7], w.nss[8]} != {"0", "9"})
    digits = worker.nss
    return [row(worker, nss=f"{digits[:7]}{digits[8]}{digits[7]}{digits[9:]}").expect("nss", "T004")]


@kind(KINDS)
def number_with_a_wrong_digit(source: Source) -> list[Row]:
    """T005 and T004 share the cell: storing it as text is safe, guessing the digit is not."""
    worker = source.any()
    bad = other_digit(worker.nss, 9)
    return [row(worker, nss=int(bad)).expect("nss", "T004").expect("nss", "T005", bad)]


@kind(KINDS)
def another_year_of_birth(source: Source) -> list[Row]:
    """T006: both numbers are sound and say different years."""
    worker = source.any()
    return [row(worker, nss=nss_born(worker, next_year(worker))).expect("nss", "T006")]


@kind(KINDS)
def prefix_00(source: Source) -> list[Row]:
    """T007: nobody issues 00."""
    worker = source.any()
    return [row(worker, nss=nss("00" + worker.nss[2:10])).expect("nss", "T007")]


@kind(KINDS)
def registered_before_birth(source: Source) -> list[Row]:
    """T007: the two years are both of the last century and in the wrong order."""
    worker = source.where(lambda w: "60" < w.curp[4:6] <= "99")
    year = f"{int(worker.nss[4:6]) - 5:02d}"
    return [row(worker, nss=nss(worker.nss[:2] + year + worker.nss[4:10])).expect("nss", "T007")]


@kind(KINDS)
def born_in_the_future(source: Source) -> list[Row]:
    """A letter in place 17 makes 19xx into 20xx: T013, and neither T018 nor T006."""
    worker = source.where(lambda w: "60" < w.curp[4:6] <= "99")
    return [row(worker, curp=curp_with(worker, 16, "A")).expect("curp", "T013")]


@kind(KINDS)
def enye(source: Source) -> list[Row]:
    """Ñ typed where RENAPO writes X: the check digit is the same and the repair safe."""
    worker = source.where(lambda w: w.curp[3] == "X")
    return [row(worker, curp=f"{worker.curp[:3]}Ñ{worker.curp[4:]}").expect("curp", "T016", worker.curp)]


@kind(KINDS)
def lower_case_with_a_wrong_digit(source: Source) -> list[Row]:
    """T016 and T015 share the cell."""
    worker = source.any()
    bad = other_digit(worker.curp, 17)
    return [row(worker, curp=bad.lower()).expect("curp", "T015").expect("curp", "T016", bad)]


@kind(KINDS)
def under_15(source: Source) -> list[Row]:
    """T018 on the last day that counts: 15 on the morning after the period."""
    return [aged(source.any(), date(2011, 5, 1)).expect("curp", "T018")]


@kind(KINDS)
def over_99(source: Source) -> list[Row]:
    """T018 on the first day that counts: 100 on the last day of the period."""
    return [aged(source.any(), date(1926, 4, 30)).expect("curp", "T018")]


@kind(KINDS)
def text_above_the_cap(source: Source) -> list[Row]:
    """T025, and the repaired value is judged too."""
    return [row(source.any(), sbc="$13,522.50").expect("sbc", "T025", 13522.5).expect("sbc", "T023")]


@kind(KINDS)
def text_below_the_floor(source: Source) -> list[Row]:
    """T025, and the repaired value is judged too."""
    return [row(source.any(), sbc="120.00").expect("sbc", "T025", 120.0).expect("sbc", "T022")]


@kind(KINDS)
def three_faults_in_a_row(source: Source) -> list[Row]:
    """Each cell has its own."""
    worker = source.any()
    bad = row(worker, nss=other_digit(worker.nss, 10), curp=worker.curp.lower(), sbc=0)
    return [bad.expect("nss", "T004").expect("curp", "T016", worker.curp).expect("sbc", "T021")]


@kind(KINDS)
def nss_twice(source: Source) -> list[Row]:
    """T031 on the second row: it is not T033, which is for different contracts."""
    first, second = source.twins()
    return [row(first), row(second, nss=first.nss).expect("nss", "T031")]


@kind(KINDS)
def nss_three_times(source: Source) -> list[Row]:
    """Every row but the first; a number and a text are the same NSS."""
    first = source.any()
    second, third = (source.where(lambda w: w.curp[4:6] == first.curp[4:6]) for _ in range(2))
    number = row(second, nss=int(first.nss)).expect("nss", "T005", first.nss).expect("nss", "T031")
    return [row(first), number, row(third, nss=first.nss).expect("nss", "T031")]


@kind(KINDS)
def wrong_nss_twice(source: Source) -> list[Row]:
    """A wrong check digit does not hide the duplicate."""
    first, second = source.twins()
    bad = other_digit(first.nss, 9)
    again = row(second, nss=bad).expect("nss", "T004").expect("nss", "T031")
    return [row(first, nss=bad).expect("nss", "T004"), again]


@kind(KINDS)
def curp_twice(source: Source) -> list[Row]:
    """T032 on the second row."""
    first, second = source.twins()
    return [row(first), row(second, curp=first.curp).expect("curp", "T032")]


@kind(KINDS)
def curp_twice_once_in_lower_case(source: Source) -> list[Row]:
    """Compared clean."""
    first, second = source.twins()
    again = row(second, curp=first.curp.lower()).expect("curp", "T016", first.curp).expect("curp", "T032")
    return [row(first), again]


@kind(KINDS)
def row_twice(source: Source) -> list[Row]:
    """The whole row pasted again: both numbers are there twice."""
    worker = source.any()
    return [row(worker), row(worker).expect("nss", "T031").expect("curp", "T032")]


@kind(TRAPS)
def sound_but_odd(source: Source) -> list[Row]:
    """Nothing may be said of any of these."""
    return [
        row(w := source.any(), nss=nss(f"97{w.nss[2:4]}{next_year(w)}{w.nss[6:10]}")),
        aged(source.any(), date(2011, 4, 30)),
        aged(source.any(), date(1926, 5, 1)),
        aged(source.any(), date(2000, 2, 29)),
        row(w := source.any(), curp=curp_with(w, 10, "X")),
        row(w := source.any(), curp=curp_with(w, 11, "NE")),
        row(w := source.any(), curp=Rich(w.curp[:4], w.curp[4:])),
        row(w := source.any(), curp=Formula(f'=UPPER("{w.curp.lower()}")', w.curp)),
        row(w := source.any(), nss=Formula(f'="{w.nss}"', w.nss)),
        row(source.where(lost_zero)),
        row(source.any(), sbc=315.04),
        row(source.any(), sbc=2932.75),
        row(source.any(), sbc=450),
        row(source.any(), sbc=Formula("=150.2+300.2", 450.40000000000003)),
    ]


@kind(TRAPS)
def same_placeholder_twice(source: Source) -> list[Row]:
    """A placeholder is no duplicate of another."""
    return [row(source.any(), nss="POR DEFINIR").expect("nss", "T002") for _ in range(2)]


@kind(TRAPS)
def generic_curps(source: Source) -> list[Row]:
    """The generic CURP of the payroll, both forms; the second fails the check digit too."""
    return [
        row(source.any(), curp=value).expect("curp", "T017", severity="error")
        for value in ("XEXX010101HNEXXXA4", "XEXX010101MNEXXXA8")
    ]


@kind(ACROSS)
def nss_with_two_curps(source: Source) -> list[Row]:
    """T033 at the NSS of the later row."""
    first, second = source.twins()
    return [row(first), row(second, nss=first.nss).expect("nss", "T033")]


@kind(ACROSS)
def curp_with_two_nss(source: Source) -> list[Row]:
    """T033 at the CURP of the later row."""
    first, second = source.twins()
    return [row(first), row(second, curp=first.curp).expect("curp", "T033")]


@kind(ACROSS)
def two_wages(source: Source) -> list[Row]:
    """T034: a worker may be in two contracts, but the last SBC of the period is one."""
    worker = source.any()
    return [row(worker, sbc=450.75), row(worker, sbc=480.1).expect("sbc", "T034")]


@kind(ACROSS)
def in_two_contracts(source: Source) -> list[Row]:
    """Sound: the same worker, with the same SBC, on two contracts."""
    worker = source.any()
    return [row(worker), row(worker)]
