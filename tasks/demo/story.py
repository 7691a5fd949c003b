"""The story of the demo: how far each unit has come with each of its tasks, act by act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import F

from tasks.filling import checking
from tasks.models import Campaign, Entry, Objection, ObligationKind, Outcome, RankedMatter, Task
from tasks.objections import deciding, discussing
from tasks.objections.deciding import Conclusion
from units.models import Message, Unit, User

from . import acts, chasing, colleagues, slips
from .acts import Cast
from .facts import document, table
from .timetable import Timetable

# Stage: (day, minute after the unit's own start of work, act) …
_ACK = (0, 60, acts.acknowledge)
_SIGNED = (_ACK, (2, 0, acts.fill), (3, 60, acts.send_to_head), (3, 200, acts.submit))
_OPEN_LIST = {
    "issued": (),
    "acknowledged": (_ACK,),
    "some": (_ACK, (2, 0, acts.fill_some)),
    "problems": (_ACK, (2, 0, acts.fill_with_problems)),
    "full": (_ACK, (2, 0, acts.fill)),
    "for_head": _SIGNED[:3],
    "handed_back": (*_SIGNED[:3], (4, 0, acts.hand_back)),
}
_ANSWERED = (_ACK, (2, 90, acts.check_half), (3, 0, acts.check_rest))
_ENLISTED = (_ACK, (1, 0, acts.name_leader), (1, 60, acts.name_staff))
_SORTED = (_ACK, (2, 0, acts.fill), (3, 0, acts.confirm_office))

STAGES = {
    ObligationKind.CITY_LIST: _OPEN_LIST
    | {
        "submitted": _SIGNED,
        "partly": (*_SIGNED, (4, 60, acts.approve_some)),
        "returned": (*_SIGNED, (5, 0, acts.return_rows)),
        "approved": (*_SIGNED, (5, 0, acts.approve_rest)),
        "corrected": (
            *_SIGNED,
            (4, 0, acts.return_rows),
            (4, 90, acts.approve_rest),
            (5, 0, acts.correct),
            (5, 90, acts.submit),
        ),
    },
    ObligationKind.CHECK: {
        "issued": (),
        "acknowledged": (_ACK,),
        "half": _ANSWERED[:2],
        "answered": _ANSWERED,
        "submitted": (*_ANSWERED, (4, 0, acts.submit)),
        "returned": (*_ANSWERED, (4, 0, acts.submit), (5, 0, acts.send_back_task)),
        "approved": (*_ANSWERED, (4, 0, acts.submit), (5, 0, acts.approve_task)),
    },
    ObligationKind.ROSTER: {
        "issued": (),
        "acknowledged": (_ACK,),
        "incomplete": _ENLISTED[:2],
        "complete": _ENLISTED,
        "submitted": (*_ENLISTED, (2, 30, acts.submit)),
        "returned": (*_ENLISTED, (2, 30, acts.submit), (4, 0, acts.send_back_task)),
        "approved": (*_ENLISTED, (2, 30, acts.submit), (4, 0, acts.approve_task)),
    },
    ObligationKind.NEARBY: {
        "acknowledged": (_ACK,),
        "half": (_ACK, (2, 0, acts.fill_some)),
        "submitted": (*_SORTED, (4, 0, acts.submit)),
    },
    # The district's own acts; its departments' parts are played by PARTS.
    ObligationKind.DISTRICT_LIST: {
        "issued": (),
        "acknowledged": (_ACK,),
        "collecting": (_ACK,),
        "ready": (_ACK,),
        "submitted": (_ACK, (4, 0, acts.submit)),
        "partly": (_ACK, (4, 0, acts.submit), (5, 0, acts.approve_some)),
        "returned": (_ACK, (4, 0, acts.submit), (5, 0, acts.return_rows)),
        "approved": (_ACK, (4, 0, acts.submit), (5, 0, acts.approve_rest)),
    },
}
PART_STAGES = _OPEN_LIST | {
    "collected": _SIGNED,
    "sent_back": (*_SIGNED, (4, 60, acts.send_back_part)),
    "missing": (_ACK, (3, 0, acts.mark_missing)),
}
# How the departments of a district stand, one after another, by the stage of the district.
PARTS = {
    "issued": ("issued",),
    "acknowledged": ("acknowledged", "issued", "issued"),
    "collecting": (
        "collected",
        "problems",
        "some",
        "collected",
        "issued",
        "sent_back",
        "acknowledged",
        "full",
        "collected",
        "for_head",
    ),
    "submitted": (*("collected",) * 12, "missing", *("collected",) * 40),
}
ALL_COLLECTED = ("collected",)
# Neighbouring districts begin elsewhere in the list, so that no two look the same.
SHIFT = 3
OBJECT_DAY, WITHDRAW_DAY, DISCUSS_DAY, DECIDE_DAY = 2, 3, 3, 4


@dataclass(frozen=True)
class Scene:
    """One act at its moment."""

    at: datetime
    play: Callable[[datetime], None]


def play(
    campaign: Campaign,
    units: dict[str, Unit],
    people: dict[str, User],
    timetable: Timetable,
    report=None,
) -> int:
    """Play all scenes in the order of their moments; returns how many."""
    director = _Director(campaign, units, people, timetable)
    scenes = sorted(director.scenes(), key=lambda scene: scene.at)
    for number, scene in enumerate(scenes, start=1):
        scene.play(scene.at)
        if report:
            report(number, len(scenes))
    _read_older_messages(timetable)
    return len(scenes)


def _read_older_messages(timetable) -> None:
    """People open their inbox in the morning: only what is new is still unread."""
    older = Message.objects.filter(sent_at__lt=timetable.moment(DECIDE_DAY))
    older.update(read_at=F("sent_at"))


def conclusion_of(line) -> dict:
    """What the bureau decides in the end, in the words of the fixture."""
    outcome = Outcome.NOT_CONNECTED if line["outcome"] == "accepted" else Outcome.CONNECTED
    condition = line.get("deferred_condition", "")
    if condition:
        outcome = Outcome.DEFERRED
    return {"outcome": outcome, "text": line["decision"], "deferred_condition": condition}


def proposal_of(line) -> Conclusion | None:
    """What the unit is asked: said in the fixture, or what was decided later."""
    if "proposal" in line:
        return Conclusion(**line["proposal"])
    return Conclusion(**conclusion_of(line)) if line["outcome"] != "pending" else None


class _Director:
    """Knows the tasks, who acts for which unit, and when."""

    def __init__(self, campaign, units, people, timetable):
        self.campaign, self.timetable = campaign, timetable
        self.units = units
        self.reviewers = [people["reviewer"], people["reviewer2"]]
        self.team: dict[int, list[User]] = {}
        for person in people.values():
            self.team.setdefault(person.unit_id, []).append(person)
        self.stages = {units[line["unit"]].pk: line for line in table("story")}
        self.tasks = list(Task.objects.of_campaign(campaign).for_page().order_by("pk"))
        self.districts = [task for task in self.tasks if task.is_collected]

    def scenes(self):
        for number, task in enumerate(self.tasks):
            if not task.is_part:
                yield from self._task_scenes(number, task, STAGES[task.kind][self._stage(task)])
        for shift, district in enumerate(self.districts):
            stages = PARTS.get(self._stage(district), ALL_COLLECTED)
            parts = [task for task in self.tasks if task.parent_id == district.pk]
            for place, part in enumerate(parts):
                stage = stages[(place + SHIFT * shift) % len(stages)]
                yield from self._task_scenes(place, part, PART_STAGES[stage])
        for line in document("objections"):
            yield from self._objection_scenes(line)
        for scenes_of in (slips.scenes_of, colleagues.scenes_of, chasing.scenes_of):
            for day, minute, act in scenes_of(self.units, self.team, self.timetable):
                yield self._scene(day, minute, act)

    def _stage(self, task) -> str:
        lists = {ObligationKind.CITY_LIST, ObligationKind.DISTRICT_LIST}
        column = "list" if task.kind in lists else task.kind
        return self.stages[task.unit_id][column]

    def _task_scenes(self, number, task, steps):
        start = number * 7 % 120
        cast = self._cast(number, task)
        for day, minute, act in steps:
            at = self.timetable.moment(day, start + minute)
            yield Scene(at, partial(act, task, cast))

    def _cast(self, number, task) -> Cast:
        filler, signer = self.team[task.unit_id][:2]
        if task.is_part:
            return Cast(filler, signer, self.team[task.parent.unit_id][0])
        return Cast(filler, signer, self.reviewers[number % 2])

    def _objection_scenes(self, line):
        task, subject = self._objected(line)
        filler, minute = self.team[task.unit_id][0], line["minute"]
        objection = Objection(
            **subject,
            reason=line["reason"],
            text=line["text"],
            contact_name=filler.name,
            contact_phone=filler.phone,
        )
        yield self._scene(OBJECT_DAY, minute, checking.object_to, task, objection, by=filler)
        if line["outcome"] == "withdrawn":
            yield self._scene(WITHDRAW_DAY, minute, checking.withdraw, objection, by=filler)
            return
        yield from self._discussion_scenes(line, objection, minute, filler)
        if line["outcome"] != "pending":
            yield self._scene(
                DECIDE_DAY, minute, self._decide, objection, line, by=self.reviewers[0]
            )

    def _discussion_scenes(self, line, objection, minute, filler):
        """The bureau proposes what it will decide, or still waits for the unit to answer."""
        if not (proposal := proposal_of(line)):
            return
        propose = partial(discussing.propose, objection, proposal)
        yield self._scene(DISCUSS_DAY, minute, propose, by=self.reviewers[0])
        if "answer" in line or "disagreement" in line:
            later = minute + 90
            yield self._scene(DISCUSS_DAY, later, self._answer, objection, line, by=filler)

    def _answer(self, objection, line, *, by, at):
        objection = Objection.objects.get(pk=objection.pk)
        agreed, text = "answer" in line, line.get("answer") or line.get("disagreement", "")
        seen = discussing.seal_of(objection)
        discussing.answer(objection, agreed=agreed, text=text, seen=seen, by=by, at=at)

    def _decide(self, objection, line, *, by, at):
        verdict = Conclusion(**conclusion_of(line), alone=line.get("alone", False))
        deciding.decide(objection, verdict, by=by, at=at)

    def _objected(self, line) -> tuple[Task, dict]:
        """The task and what the objection is about: a row of `unit`, or else attachment 1."""
        if unit := line.get("unit"):
            row = Entry.objects.select_related("task__obligation__campaign", "task__unit").get(
                task__unit=self.units[unit], matter__base_code=line["code"]
            )
            return row.task, {"entry": row}
        ranked = RankedMatter.objects.get(campaign=self.campaign, base_code=line["code"])
        task = next(
            task
            for task in self.tasks
            if task.kind == ObligationKind.CHECK and task.unit_id == ranked.unit_id
        )
        return task, {"ranked": ranked}

    def _scene(self, day, minute, act, *args, **kwargs) -> Scene:
        at = self.timetable.moment(day, minute)
        return Scene(at, lambda at: act(*args, **kwargs, at=at))
