"""The words of a circular, drafted from the figures of its report in official Chinese.

Nothing is said of what did not happen; every share has its denominator; names stand in official
order. What a person makes of the draft is theirs, see tasks.circulars.agreement.
"""

from .demands import demands
from .frame import addressees, signature, title
from .problems import problems
from .situation import situation

__all__ = ["addressees", "demands", "problems", "signature", "situation", "title"]
