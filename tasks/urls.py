"""The one namespace of the work: each room brings its own addresses."""

from tasks.assessment.urls import urlpatterns as assessment
from tasks.audit.urls import urlpatterns as audit
from tasks.calendar.urls import urlpatterns as calendar
from tasks.campaigns.urls import urlpatterns as campaigns
from tasks.chasing.urls import urlpatterns as chasing
from tasks.circulars.urls import urlpatterns as circulars
from tasks.collecting.urls import urlpatterns as collecting
from tasks.exports.urls import urlpatterns as exports
from tasks.filling.urls import urlpatterns as filling
from tasks.handings.urls import urlpatterns as handings
from tasks.handover.urls import urlpatterns as handover
from tasks.home.urls import urlpatterns as home
from tasks.integration.urls import urlpatterns as integration
from tasks.library.urls import urlpatterns as library
from tasks.objections.urls import urlpatterns as objections
from tasks.phones.urls import urlpatterns as phones
from tasks.receipts.urls import urlpatterns as receipts
from tasks.reminding.urls import urlpatterns as reminding
from tasks.review.urls import urlpatterns as review
from tasks.search.urls import urlpatterns as search
from tasks.slips.urls import urlpatterns as slips
from tasks.systems.urls import urlpatterns as systems
from tasks.taking_over.urls import urlpatterns as taking_over
from tasks.threads.urls import urlpatterns as threads
from tasks.workbooks.urls import urlpatterns as workbooks

app_name = "tasks"

urlpatterns = [
    *home,
    *filling,
    *campaigns,
    *assessment,
    *calendar,
    *circulars,
    *collecting,
    *review,
    *objections,
    *receipts,
    *phones,
    *search,
    *exports,
    *audit,
    *taking_over,
    *workbooks,
    *library,
    *systems,
    *slips,
    *chasing,
    *reminding,
    *threads,
    *handings,
    *handover,
    *integration,
]
