"""The floor of whoever changes a workbook in place: every part inflated and deflated again. Arguments: BOOK."""

import sys
import zipfile

path = sys.argv[1]
with zipfile.ZipFile(path) as source:
    parts = {name: source.read(name) for name in source.namelist()}
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
    for name, data in parts.items():
        target.writestr(name, data)
print(0)
