"""The rows that the portal sends back as an Excel file, found again in the workbook that they came from.

IMSS does not publish the layout of that file. So `columns` finds NSS and CURP by what the cells hold and the
reason by its header or its sentences, `reading` takes the rejected rows, `reasons` makes a foreign text fit to
be shown, `placing` finds each worker in the workbook's tables and says P001 of him. Words that may be wrong are
data: ``data/words.toml``.
"""

from icsoe_xl.rejections.placing import Placed, place
from icsoe_xl.rejections.reading import RejectedFile, RejectedRow, open_rejected, read

__all__ = ["Placed", "RejectedFile", "RejectedRow", "open_rejected", "place", "read"]
