"""Addresses of the pages of filling in."""

from django.urls import path

from tasks.models import NearbyEntry

from .views import cells, check, history, roster, rows, signing, tasks, withdrawing

nearby = {"model": NearbyEntry}

urlpatterns = [
    path("tasks/<int:pk>/", tasks.task_detail, name="task-detail"),
    path("tasks/<int:pk>/acknowledge/", tasks.acknowledge, name="acknowledge"),
    path("tasks/<int:pk>/send-to-head/", tasks.send_to_head, name="send-to-head"),
    path("tasks/<int:pk>/hand-back/", tasks.hand_back, name="hand-back"),
    path("tasks/<int:pk>/withdraw/", withdrawing.withdraw_confirm, name="withdraw-confirm"),
    path("tasks/<int:pk>/withdraw/now/", withdrawing.withdraw, name="withdraw"),
    path("tasks/<int:pk>/office/", tasks.office_confirm, name="office-confirm"),
    path("tasks/<int:pk>/grid/", cells.grid, name="grid"),
    path("tasks/<int:pk>/cells/", cells.cells, name="cells"),
    path("tasks/<int:pk>/confirm/", cells.confirm, name="confirm"),
    path("tasks/<int:pk>/systems/", cells.system_names, name="system-names"),
    path("tasks/rows/<int:pk>/", rows.entry_form, name="entry-form"),
    path("tasks/entries/<int:pk>/history/", history.entry_history, name="entry-history"),
    path("tasks/nearby/<int:pk>/", rows.entry_form, nearby, name="nearby-form"),
    path("tasks/nearby/<int:pk>/history/", history.entry_history, nearby, name="nearby-history"),
    path("tasks/rows/<int:pk>/restore/<int:number>/", history.entry_restore, name="entry-restore"),
    path(
        "tasks/nearby/<int:pk>/restore/<int:number>/",
        history.entry_restore,
        nearby,
        name="nearby-restore",
    ),
    path("tasks/<int:pk>/check/", check.check, name="check"),
    path("tasks/check/<int:pk>/", check.check_answer, name="check-answer"),
    path("tasks/<int:pk>/check/rest/", check.check_rest, name="check-rest"),
    path("tasks/<int:pk>/roster/", roster.roster, name="roster"),
    path("tasks/<int:pk>/funding/", roster.funding_state, name="funding"),
    path("tasks/<int:pk>/roster/add/", roster.roster_add, name="roster-add"),
    path("tasks/roster/<int:pk>/", roster.roster_edit, name="roster-edit"),
    path("tasks/roster/<int:pk>/delete/", roster.roster_delete, name="roster-delete"),
    path("tasks/roster/<int:pk>/move/", roster.roster_move, name="roster-move"),
    path("tasks/<int:pk>/sign/", signing.sign, name="sign"),
    path("tasks/<int:pk>/submit/", signing.submit, name="submit"),
]
