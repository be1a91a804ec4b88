"""Read with pandas over calamine, every cell as it is. Arguments: BOOK."""

import sys

import pandas

print(len(pandas.read_excel(sys.argv[1], engine="calamine", dtype=object)))
