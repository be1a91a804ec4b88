"""The public list of IMSS: whether the returns of our contractors are there, in time and as we exported them.

IMSS publishes every month one .xlsx a period with every contract reported: names without RFC, about 356,000
rows. `columns` finds its columns, `values` reads its cells, `names` says when two names are the same,
`find` goes once through the file for all contractors, `near` proposes names that almost match, `compare`
holds what was found against due date and ledger, `report` is the answer as a workbook.

    from icsoe_xl.publiclist import compare, find
    search = find.search("LPP_2026.xlsx", [find.Wanted("Servicios del Norte, S.A. de C.V.", "EKU9003173C9")])
    verdicts = compare.compare(search, compare.of_user())
"""
