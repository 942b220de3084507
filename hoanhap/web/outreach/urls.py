"""The addresses of the pages about communication, training, staff and sessions."""

from django.urls import path

from hoanhap.web.outreach import alerts, hotline, materials, pages, public, public_figures

urlpatterns = [
    path("help/", public.help_page, name="public-help"),
    path("help/figures/", public_figures.all_figures, name="public-figures"),
    path("help/figures/<uuid:published_id>/", public_figures.figures, name="public-figures-of"),
    path("help/figures/<uuid:published_id>/table/", public_figures.table, name="public-figures-csv"),
    path("outreach/", pages.told, name="outreach"),
    path("outreach/new/", pages.new_activity, name="activity-new"),
    path("outreach/courses/", pages.courses, name="courses"),
    path("outreach/courses/new/", pages.new_course, name="course-new"),
    path("outreach/courses/<uuid:course_id>/", pages.course, name="course"),
    path("outreach/courses/<uuid:course_id>/seats/", pages.seats, name="course-seats"),
    path("outreach/courses/<uuid:course_id>/participants/", pages.participant, name="course-participant"),
    path("outreach/staff/", pages.staff, name="staff"),
    path("outreach/staff/new/", pages.new_staff, name="staff-new"),
    path("outreach/staff/<uuid:post_id>/another/", pages.another_post, name="staff-post-new"),
    path("outreach/staff/<uuid:post_id>/end/", pages.end_post, name="staff-post-end"),
    path("outreach/sessions/", pages.sessions, name="facility-sessions"),
    path("outreach/sessions/new/", pages.new_session, name="facility-session-new"),
    path("outreach/alerts/", alerts.alerts, name="alerts"),
    path("outreach/alerts/new/", alerts.new, name="alert-new"),
    path("outreach/alerts/<uuid:alert_id>/correct/", alerts.correct, name="alert-correct"),
    path("outreach/alerts/<uuid:alert_id>/withdraw/", alerts.withdraw, name="alert-withdraw"),
    path("outreach/hotline/", hotline.calls, name="hotline"),
    path("outreach/hotline/new/", hotline.new, name="hotline-call-new"),
    path("outreach/materials/", materials.materials, name="materials"),
    path("outreach/materials/new/", materials.new, name="material-new"),
    path("outreach/materials/<uuid:material_id>/", materials.material, name="material"),
    path("outreach/materials/<uuid:material_id>/move/", materials.move, name="material-move"),
    path("outreach/materials/arriving/<uuid:move_id>/", materials.take_in, name="material-take-in"),
    path(
        "outreach/<str:register>/<uuid:outreach_id>/withdraw/", pages.withdraw, name="outreach-line-withdraw"
    ),
]
