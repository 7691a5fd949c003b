"""How large a library workbook may be."""

from yichuang.xlsx.limits import Limits

# The real library of the city has some 10,000 rows; a province's 75,000 come in several files.
LIMITS = Limits(rows=50_000, columns=60)
