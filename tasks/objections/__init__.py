"""Objections (疑义) as threads: claim, evidence, proposal, answer, decision, and what it does."""
