"""Read and check with frictionless: a schema and one check of our own. Arguments: BOOK."""

import sys
from pathlib import Path

import attrs
from frictionless import Check, Checklist, Resource, Schema, errors, fields
from plain import curp_trouble, nss_trouble, sbc_trouble

TROUBLE = {"nss": nss_trouble, "curp": curp_trouble, "sbc": sbc_trouble}


@attrs.define(kw_only=True, repr=False)
class Worker(Check):
    """NSS, CURP and SBC of one row, and the first two only once."""

    type = "worker"
    Errors = [errors.CellError]  # noqa: RUF012

    def connect(self, resource):
        super().connect(resource)
        self.seen = {"nss": set(), "curp": set()}

    def validate_row(self, row):
        for name, trouble in TROUBLE.items():
            value = row[name]
            what = trouble(value)
            if not what and name in self.seen:
                what = "repetido" if value in self.seen[name] else None
                self.seen[name].add(value)
            if what:
                yield errors.CellError.from_row(row, note=what, field_name=name)


schema = Schema(fields=[fields.AnyField(name=name) for name in TROUBLE])
book = Path(sys.argv[1])
resource = Resource(path=book.name, basepath=str(book.parent), schema=schema)
checklist = Checklist(checks=[Worker()], skip_errors=["incorrect-label"])
report = resource.validate(checklist, limit_errors=10_000_000)
print(len(report.flatten(["rowNumber", "fieldName"])))
