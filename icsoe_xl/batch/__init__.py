"""Many workbooks in one run: found, shared out among processes, judged one by one, told in one summary.

paths -> processes (a pool, or a cluster) -> journal on disk -> checks between workbooks -> table, .xlsx, .json.
A workbook's tables never leave the process that read it: plain tuples come back, its people are sealed,
and what every workbook said waits on disk, so that neither memory nor a fault grows with the run.
"""
