"""Addresses of the calendar, of moved deadlines and of subscriptions."""

from django.urls import path

from .views import days, extensions, feeds, pages

urlpatterns = [
    path("calendar/", pages.calendar, name="calendar"),
    path("calendar/days/<str:day>/", days.calendar_day, name="calendar-day"),
    path("calendar/years/<int:year>/publish/", pages.year_publish, name="calendar-publish"),
    path("calendar/years/<int:year>/unpublish/", pages.year_unpublish, name="calendar-unpublish"),
    path("calendar/years/<int:year>/news/", pages.year_news, name="calendar-news"),
    path("calendar/years/<int:year>/take/", pages.year_take, name="calendar-take"),
    path("calendar/feed/", feeds.feed, name="feed"),
    path("calendar/feed/renew/", feeds.feed_renew, name="feed-renew"),
    path("calendar/feed/stop/", feeds.feed_stop, name="feed-stop"),
    path("calendar/feed/<str:token>.ics", feeds.feed_file, name="feed-file"),
    path("campaigns/<int:pk>/extensions/", extensions.extension_list, name="extension-list"),
    path(
        "campaigns/<int:pk>/extensions/new/", extensions.extension_create, name="extension-create"
    ),
    path(
        "campaigns/<int:pk>/extensions/export/",
        extensions.extension_export,
        name="extension-export",
    ),
]
