"""考核 (S7): a scheme as data, points from frozen facts, evidence of each deduction, appeals."""
