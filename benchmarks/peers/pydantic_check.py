"""Read with calamine, one pydantic model for each row. Arguments: BOOK."""

import sys
from typing import Annotated, Any

from plain import Bad, curp_trouble, nss_trouble, sbc_trouble
from pydantic import BaseModel, BeforeValidator, ValidationError
from python_calamine import CalamineWorkbook


def must(trouble: Any) -> Any:
    def judge(value: object) -> object:
        found = trouble(value)
        if found:
            raise ValueError(found)
        return value

    return BeforeValidator(judge)


class Worker(BaseModel):
    nss: Annotated[str, must(nss_trouble)]
    curp: Annotated[str, must(curp_trouble)]
    sbc: Annotated[float, must(sbc_trouble)]


COLUMNS = {"nss": 1, "curp": 2, "sbc": 3}
bad = []
seen: dict[str, set[object]] = {"nss": set(), "curp": set()}
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
for number, (nss, curp, sbc) in enumerate(rows[1:], 2):
    wrong = set()
    try:
        Worker(nss=nss, curp=curp, sbc=sbc)
    except ValidationError as problem:
        wrong = {str(error["loc"][0]) for error in problem.errors()}
    wrong |= {name for name, value in (("nss", nss), ("curp", curp)) if value and value in seen[name]}
    seen["nss"].add(nss)
    seen["curp"].add(curp)
    bad += [Bad(number, COLUMNS[name], name) for name in wrong]
print(len(bad))
