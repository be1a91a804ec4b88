"""Read with calamine, check in a loop with python-stdnum (which has no NSS: Luhn). Arguments: BOOK."""

import sys

from plain import Bad, sbc_trouble
from python_calamine import CalamineWorkbook
from stdnum import luhn
from stdnum.mx import curp as stdnum_curp


def nss_ok(value: object) -> bool:
    return isinstance(value, str) and len(value) == 11 and luhn.is_valid(value)


def curp_ok(value: object) -> bool:
    # stdnum normalises silently, so the raw value must be in its compact form already.
    return isinstance(value, str) and stdnum_curp.is_valid(value) and stdnum_curp.compact(value) == value


bad = []
seen_nss, seen_curp = set(), set()
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
for number, (nss, curp, sbc) in enumerate(rows[1:], 2):
    if not nss_ok(nss) or nss in seen_nss:
        bad.append(Bad(number, 1, "NSS"))
    seen_nss.add(nss)
    if not curp_ok(curp) or curp in seen_curp:
        bad.append(Bad(number, 2, "CURP"))
    seen_curp.add(curp)
    if sbc_trouble(sbc):
        bad.append(Bad(number, 3, "SBC"))
print(len(bad))
