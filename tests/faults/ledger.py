"""What must be true of reminders, mails, slips and runs, whatever happened (trust C4)."""

from collections import Counter

from .world import REPORTS, RUNGS, SLIPS, UNITS

SAID = "SELECT count(*) FROM tasks_reminder WHERE skipped = ''"
MAILS = "SELECT count(*) FROM units_delivery WHERE channel = 'email'"
OPEN_MAILS = f"{MAILS} AND state IN ('queued', 'sending')"
OPEN_RUNS = "SELECT count(*) FROM units_routinerun WHERE state IN ('queued', 'running')"


def count(portal, query):
    return portal.row(query)[0]


def is_all_over(portal):
    """Everything has been said, sent and run."""
    return (
        count(portal, MAILS) == UNITS
        and not count(portal, OPEN_MAILS)
        and count(portal, "SELECT count(*) FROM units_routinerun")
        and not count(portal, OPEN_RUNS)
    )


def check_whole(portal):
    """The ladder has said nothing yet, or everything: ledger, messages and slips together."""
    found = (
        count(portal, SAID),
        count(portal, "SELECT count(*) FROM units_message WHERE kind = 'reminder'"),
        count(portal, "SELECT count(*) FROM tasks_chasingslip"),
    )
    said = (UNITS * len(RUNGS) * 2, UNITS, UNITS * SLIPS)
    assert found in {(0, 0, 0), said}
    return found == said


def check_exactly_once(portal, mail_server, *, unknown=0):
    """One row of the ledger for each unit, rung and channel; each mail once at most, and only
    those whose fate nobody knows may be missing."""
    assert check_whole(portal)
    rows = "SELECT count(*) FROM (SELECT DISTINCT task_id, rung_id, channel FROM tasks_reminder"
    assert count(portal, f"{rows} WHERE skipped = '') AS said") == UNITS * len(RUNGS) * 2
    states = Counter()
    for state in ("sent", "unknown", "failed"):
        states[state] = count(portal, f"{MAILS} AND state = '{state}'")
    assert states["sent"] + states["unknown"] == UNITS
    assert states["unknown"] <= unknown
    mails = Counter(mail["To"] for mail in mail_server.taken)
    assert max(mails.values()) == 1
    assert states["sent"] <= len(mails) <= UNITS
    assert count(portal, "SELECT count(*) FROM units_routinerun WHERE state = 'done'") == 1
    assert count(portal, "SELECT count(*) FROM tasks_overduereport") == REPORTS
