"""Everything the portal writes as a table: the print edition, the data edition, CSV."""

from yichuang.xlsx.columns import Column, Kind, PrintSheet
from yichuang.xlsx.printing import write_print
from yichuang.xlsx.streaming import write_csv, write_data

__all__ = ["Column", "Kind", "PrintSheet", "write_csv", "write_data", "write_print"]
