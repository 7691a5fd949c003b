"""The objects that the pages of tests/pages/ are about."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile

from matters import catalogue
from matters.models import LibraryUpload, Matter
from tasks.calendar import feed_keys
from tasks.chasing import answering, calling, issuing
from tasks.circulars import circulars, compiling
from tasks.handover import handing_over
from tasks.models import (
    BulkApproval,
    CallOutcome,
    Campaign,
    ChangeSlip,
    ChasingKind,
    Evidence,
    Handing,
    LeadRule,
    Objection,
    ObjectionReason,
    RankedMatter,
    RowState,
    Rung,
    SavedView,
    SlipKind,
    Submission,
    Task,
)
from tasks.phones.kinds import KINDS
from tasks.suspicion import rules
from tasks.systems import merging, naming, register
from tests import factories
from tests.assessed import assessed
from tests.matters.library_books import upload_of
from tests.tasks.workbooks import books
from units.models import (
    Action,
    Channel,
    Delegation,
    Delivery,
    DeliveryState,
    Job,
    Message,
    MessageKind,
    Robot,
    RosterDuty,
    RosterMember,
    Routine,
    RoutineRun,
    RunState,
)


def world_of(town, people, campaign, tasks) -> dict:
    """The objects the addresses name, each under the name the table uses."""
    acknowledged = Task.objects.filter(pk__in=[task.pk for task in vars(tasks).values()])
    acknowledged.move(Action.ACKNOWLEDGE, by=people.admin, at=factories.DURING)
    return {
        **vars(town),
        **vars(people),
        **vars(tasks),
        "campaign": campaign,
        "draft": Campaign.objects.create(
            number="杭智办〔2018〕9号", title="草拟", issuer="办公室", issued_on=factories.ISSUED
        ),
        "suspicion_rule": rules.complete()[0],
        "rung": Rung.objects.get(code="t-3"),
        "lead_rule": LeadRule.objects.get(level="standalone"),
        "matter": Matter.objects.filter(unit=town.renshe).first(),
        "entry": tasks.city_list.entry_rows.first(),
        # No version of a row that was never changed.
        "first": SimpleNamespace(pk=0),
        **_dates(people.filler),
        **{f"kind_{slug}": SimpleNamespace(pk=slug) for slug in KINDS},
        "nearby_row": tasks.nearby.nearbyentry_rows.first(),
        **_written(people),
        **_sent(people.filler),
        "delegation": Delegation.objects.create(
            principal=people.head,
            substitute=people.filler,
            starts_on=factories.ISSUED,
            ends_on=factories.ISSUED,
            reason="出差",
            created_at=factories.DURING,
            created_by=people.head,
        ),
        "handover": _handed_over(town, people),
        "handing": _handed_out(tasks.city_list, people),
        "workbook": _brought(tasks.city_list, people.filler),
        **_objected(town, people, campaign),
        "submission": _submitted(tasks.stranger_list, people.stranger),
        **_kept(people),
        **_run(),
        **_registered(people, tasks),
        "slip": _slip(people.filler),
        **_reported_on(campaign, people),
        **assessed(campaign, town.renshe, people),
        "chasing_slip": _chased(tasks.check, people),
        "member": RosterMember.objects.create(
            unit=town.renshe, duty=RosterDuty.LEADER, name="组长"
        ),
    }


def _dates(reader):
    """A day and a year of the calendar, and the secret address of a subscription."""
    feed = feed_keys.renew(reader, at=factories.DURING)
    return {
        "monday": SimpleNamespace(pk="2018-04-09"),
        "year": SimpleNamespace(pk=2027),
        "feed_token": SimpleNamespace(pk=feed_keys.token_of(feed)),
    }


def _slip(by):
    """市人力社保局 misses a matter in the library."""
    return ChangeSlip.objects.create(
        unit=by.unit,
        kind=SlipKind.ADD,
        what="库内缺少事项",
        operator="何操作",
        operate_on=factories.DUE.date(),
        raised_at=factories.DURING,
        raised_by=by,
    )


def _chased(task, people):
    """市人力社保局 was sent a slip and said something; the bureau has called it, too."""
    at = factories.DURING
    [slip] = issuing.issue(
        task,
        kind=ChasingKind.URGE,
        reason="临近时限",
        demand="请报送",
        due_at=factories.DUE,
        by=people.reviewer,
        at=at,
    )
    answering.feed_back(slip, "本周报送", by=people.filler, at=at)
    calling.note(
        task.unit,
        slip.campaign,
        person="方填报",
        phone="19900000011",
        outcome=CallOutcome.REACHED,
        text="已转告",
        by=people.reviewer,
        at=at,
    )
    return slip


def _reported_on(campaign, people):
    """Two reports, a circular drafted from one, one issued from the other."""
    at, later = factories.DURING, factories.DURING + timedelta(hours=1)
    report = compiling.compile_report(campaign, cut_off_at=at, at=at)
    issued = circulars.draft(report, by=people.admin, at=at)
    circulars.check(issued, seen=0, by=people.reviewer, at=at)
    said = {"number": "第1期", "dated_on": at.date(), "seen": 0}
    another = compiling.compile_report(campaign, cut_off_at=later, at=later)
    return {
        "report": report,
        "issued_circular": circulars.issue(issued, **said, by=people.admin, at=at),
        "circular": circulars.draft(another, at=later),
    }


def _written(people):
    """A message and a job of the filler, two uploads of the bureau, one without a header."""
    owner, at = people.filler, factories.DURING
    return {
        "message": Message.objects.create(to=owner, subject="消息", sent_at=at),
        "job": Job.objects.create(kind="export", title="导出", owner=owner, asked_at=at),
        "upload": LibraryUpload.objects.create(
            file="library/none.xlsx",
            file_name="库.xlsx",
            checksum="0" * 64,
            uploaded_at=at,
            uploaded_by=people.admin,
        ),
        "unclear_upload": catalogue.receive(
            upload_of([], name="无表头.xlsx", header=["编码", "办什么事"]), by=people.admin, at=at
        ),
    }


def _sent(person):
    """A letter that did not arrive, and a group that can be told."""
    return {
        "delivery": Delivery.objects.create(
            person=person,
            unit=person.unit,
            channel=Channel.EMAIL,
            kind=MessageKind.REVIEW,
            address="fang@example.gov.cn",
            subject="附件2已退回",
            state=DeliveryState.FAILED,
            error="邮件服务器拒收",
            asked_at=factories.DURING,
            due_at=factories.DURING,
        ),
        "robot": Robot.objects.create(
            name="数改专班群",
            channel=Channel.DINGTALK,
            address="https://oapi.dingtalk.com/robot/send?access_token=c0ffee",
        ),
    }


def _kept(people):
    """A shared view of the reviewer, and a bulk approval that approved nothing."""
    by, at = people.reviewer, factories.DURING
    return {
        "view": SavedView.objects.create(
            owner=by,
            page="desk",
            name="区县自建",
            query="level=district_built",
            shared=True,
            saved_at=at,
        ),
        "bulk": BulkApproval.objects.create(
            expected=1, excluded={"decided": 2}, asked_at=at, by=by, done_at=at, state="done"
        ),
    }


def _run():
    """A schedule of the bureau, and a run of it that failed."""
    routine = Routine.objects.create(code="pages", name="周五汇总", hour="17:00")
    run = RoutineRun.objects.create(
        routine=routine, occasion=factories.DURING, state=RunState.FAILED, message="出错"
    )
    return {"routine": routine, "run": run}


def _handed_over(town, people):
    """Somebody has left 市人力社保局, and somebody else has the post."""
    leaving = factories.user("lao", unit=town.renshe, name="劳离任")
    successor = factories.user("xin", unit=town.renshe, name="辛接手")
    return handing_over.hand_over(
        leaving, successor, switch_off=True, by=people.head, at=factories.DURING
    )


def _handed_out(task, people):
    """The last row of a list, from the filler to the head."""
    handing = Handing.objects.create(
        task=task, to=people.head, count=1, given_at=factories.DURING, given_by=people.filler
    )
    last = task.entry_rows.in_order().last()
    task.entry_rows.filter(pk=last.pk).update(handing=handing)
    return handing


def _brought(task, by):
    """A workbook with one faulty row, previewed."""
    row = task.entry_rows.select_related("matter", "task__unit").first()
    return books.bring(task, books.file(books.sheet([books.line(row, volume="约3")])), by)


def _registered(people, tasks):
    """Two systems, one with a second name, and a merge of a third."""
    by, at = people.reviewer, factories.DURING
    systems = register.resolve(["市人力社保系统", "市人力社保综合系统", "金保工程"], by=by, at=at)
    kept, _near, absorbed = sorted(systems.values(), key=lambda system: len(system.name))[::-1]
    naming.add_name(kept, "社保系统", by=by, at=at)
    tasks.stranger_list.entry_rows.update(system=kept, system_name=kept.name)
    return {
        "system": kept,
        "system_name": kept.names.get(name="社保系统"),
        "merge": merging.merge(absorbed, kept, reason="同一系统", by=by, at=at),
    }


def _objected(town, people, campaign):
    """One ranked matter of 市人力社保局 under objection, and one that is not."""
    objected, other = RankedMatter.objects.filter(unit=town.renshe).in_rank()[:2]
    objection = Objection.objects.create(
        campaign=campaign,
        unit=town.renshe,
        ranked=objected,
        reason=ObjectionReason.SECRET,
        text="涉密，不能接入一窗平台。",
        contact_name="方填报",
        contact_phone="19900000011",
        raised_at=factories.DURING,
        raised_by=people.filler,
    )
    evidence = Evidence(
        objection=objection,
        file_name="说明.pdf",
        size=5,
        checksum="0" * 64,
        uploaded_at=factories.DURING,
        uploaded_by=people.filler,
    )
    evidence.file.save("none.pdf", ContentFile(b"%PDF-"))
    return {"objection": objection, "ranked": other, "evidence": evidence}


def _submitted(task, by):
    """The list of 市公安局 is with the bureau."""
    Task.objects.filter(pk=task.pk).move(Action.SUBMIT, by=by, at=factories.DURING)
    Task.objects.filter(pk=task.pk).update(first_submitted_at=factories.DURING)
    task.entry_rows.update(state=RowState.SUBMITTED)
    return Submission.objects.create(
        task=task,
        number=1,
        at=factories.DURING,
        by=by,
        contact_name="莫生人",
        contact_phone="19900000021",
        content={"rows": []},
        checksum="0" * 64,
    )
