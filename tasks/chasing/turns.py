"""Whose turn it is with a slip, and what is to be done next, as one sentence for the reader."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.models import ChasingSlip, ChasingState
from units.models import User

from .answering import may_answer, may_decide

FOR_THE_UNIT = {
    ChasingState.OPEN: gettext_lazy("请反馈办理情况，并在时限前办结"),
    ChasingState.SENT_BACK: gettext_lazy("反馈已退回，请按退回理由重新反馈"),
    ChasingState.ACCEPTED: gettext_lazy("反馈已采纳，请在时限前办结，办结后由发单单位销号"),
}
FOR_THE_ISSUER = {ChasingState.ANSWERED: gettext_lazy("请核实反馈：采纳或退回")}
FOR_OTHERS = {
    ChasingState.OPEN: gettext_lazy("等待责任单位反馈"),
    ChasingState.SENT_BACK: gettext_lazy("等待责任单位重新反馈"),
    ChasingState.ANSWERED: gettext_lazy("等待发单单位核实反馈"),
    ChasingState.ACCEPTED: gettext_lazy("等待责任单位办结"),
}


def next_step(slip: ChasingSlip, user: User) -> str:
    """Empty when nothing more happens to it."""
    if not slip.is_standing:
        return ""
    decides = may_decide(slip, user)
    if slip.is_settled:
        return _("任务已报送，请销号") if decides else _("任务已报送，等待发单单位销号")
    own = FOR_THE_ISSUER if decides else FOR_THE_UNIT if may_answer(slip, user) else {}
    return str(own.get(slip.state) or FOR_OTHERS[slip.state])
