"""The floor of whoever reads a workbook: every part inflated. Arguments: BOOK."""

import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as source:
    for name in source.namelist():
        source.read(name)
print(0)
