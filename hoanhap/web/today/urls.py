"""The address of the page of the day, and of the same duties as a calendar."""

from django.urls import path

from hoanhap.web.casework import open_papers
from hoanhap.web.today import calendar, page

urlpatterns = [
    path("", page.today, name="today"),
    path("today/papers/", open_papers.open_papers, name="open-papers"),
    path("today/duties.ics", calendar.download, name="duties-ics"),
    path("today/calendar/", calendar.settings, name="duties-calendar"),
    path("today/calendar/make/", calendar.make, name="duties-calendar-make"),
    path("today/calendar/revoke/", calendar.revoke, name="duties-calendar-revoke"),
    path("calendar/<str:secret>/duties.ics", calendar.feed, name="duties-feed"),
]
