"""The addresses of the pages about substitution treatment."""

from django.urls import URLPattern, path

from hoanhap.web.treatment import aside, guideline, missed, window

urlpatterns: list[URLPattern] = [
    # The window: the line, one person's dose, and what is rare beside it.
    path("clinic/<uuid:place_id>/window/", window.queue, name="clinic-window"),
    path("clinic/<uuid:place_id>/window/find/", window.find, name="clinic-find"),
    path("clinic/<uuid:place_id>/window/next/", window.call_next, name="clinic-next"),
    path("clinic/<uuid:place_id>/window/call/<uuid:ticket_id>/", window.call, name="clinic-call"),
    path("clinic/<uuid:place_id>/window/left/<uuid:ticket_id>/", window.left, name="clinic-left"),
    path("clinic/<uuid:place_id>/board/", window.board, name="clinic-board"),
    path("clinic/<uuid:place_id>/window/<uuid:enrolment_id>/", window.dose, name="clinic-dose"),
    path("clinic/<uuid:place_id>/window/<uuid:enrolment_id>/pour/", window.pour, name="clinic-pour"),
    path("clinic/<uuid:place_id>/window/<uuid:enrolment_id>/bottle/", window.choose, name="clinic-choose"),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/given/<uuid:dose_id>/",
        window.given,
        name="clinic-given",
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/handed-out/<uuid:dose_id>/",
        window.handed_out,
        name="clinic-handed-out",
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/not-that-person/",
        window.not_that_person,
        name="clinic-not-that-person",
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/withhold/", aside.withhold, name="clinic-withhold"
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/take-home/",
        aside.take_home,
        name="clinic-take-home",
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/bottles-back/",
        aside.bottles_back,
        name="clinic-bottles-back",
    ),
    path("clinic/<uuid:place_id>/window/<uuid:enrolment_id>/photo/", missed.photo, name="clinic-photo"),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/photo/new/",
        aside.photo_new,
        name="clinic-photo-new",
    ),
    path("clinic/<uuid:place_id>/doses/<uuid:dose_id>/doubt/", aside.doubt, name="clinic-doubt"),
    path("clinic/<uuid:place_id>/doses/<uuid:dose_id>/vomited/", aside.vomited, name="clinic-vomited"),
    path("clinic/<uuid:place_id>/doses/<uuid:dose_id>/slip/", missed.slip, name="clinic-bottle-slip"),
    path(
        "clinic/<uuid:place_id>/doses/<uuid:dose_id>/ended/<slug:became>/",
        aside.otherwise,
        name="clinic-otherwise",
    ),
    path(
        "clinic/<uuid:place_id>/bottles-back/<uuid:visit>/minutes/",
        missed.minutes,
        name="clinic-bottle-minutes",
    ),
    path(
        "clinic/<uuid:place_id>/withheld/<uuid:withholding_id>/lift/",
        aside.lift,
        name="clinic-withholding-lift",
    ),
    path("clinic/<uuid:place_id>/missed/", missed.missed, name="clinic-missed"),
    path("clinic/<uuid:place_id>/missed/<uuid:enrolment_id>/", missed.contact, name="clinic-missed-contact"),
    path("clinic/<uuid:place_id>/paper/", missed.sheet, name="clinic-paper"),
    path("clinic/<uuid:place_id>/paper/new/", aside.from_paper, name="clinic-paper-new"),
    # What the guideline says and suggests, and the limits.
    path("guideline/", guideline.guideline, name="guideline-first"),
    path("guideline/<slug:medicine>/", guideline.guideline, name="guideline"),
    path("guideline/<slug:medicine>/limits/", guideline.limits, name="guideline-limits"),
]
