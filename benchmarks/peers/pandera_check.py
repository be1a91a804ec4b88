"""Read with pandas (calamine engine), check with a pandera schema. Arguments: BOOK."""

import sys

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors
from plain import curp_trouble, nss_trouble, sbc_trouble


def fine(trouble):
    return pa.Check(lambda value: trouble(value) is None, element_wise=True)


def once():
    return pa.Check(lambda column: ~(column.duplicated() & (column != "")))


schema = pa.DataFrameSchema(
    {
        "nss": pa.Column(object, [fine(nss_trouble), once()]),
        "curp": pa.Column(object, [fine(curp_trouble), once()]),
        "sbc": pa.Column(object, [fine(sbc_trouble)]),
    }
)
frame = pd.read_excel(sys.argv[1], engine="calamine", dtype=object, keep_default_na=False)
frame.columns = ["nss", "curp", "sbc"]
try:
    schema.validate(frame, lazy=True)
    bad = set()
except SchemaErrors as problem:
    cases = problem.failure_cases
    bad = set(zip(cases["index"], cases["column"], strict=True))
print(len(bad))
