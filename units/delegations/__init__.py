"""Delegation (委托代办): who stands in for whom on which days (docs/decisions/0020)."""
