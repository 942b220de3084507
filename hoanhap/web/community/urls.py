"""The addresses of the pages about teams and contacts."""

from django.urls import path

from hoanhap.web.community import contacts, needs, teams

urlpatterns = [
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.set_up, name="team-new"),
    path("teams/<uuid:team_id>/", teams.team, name="team"),
    path("teams/<uuid:team_id>/members/new/", teams.add_member, name="team-member-new"),
    path("teams/<uuid:team_id>/members/<uuid:member_id>/leave/", teams.leave, name="team-member-leave"),
    path("episodes/<uuid:episode_id>/contacts/new/", contacts.record, name="contact-new"),
    path(
        "episodes/<uuid:episode_id>/contacts/<uuid:contact_id>/withdraw/",
        contacts.withdraw,
        name="contact-withdraw",
    ),
    path("episodes/<uuid:episode_id>/team/new/", teams.assign, name="assignment-new"),
    path(
        "episodes/<uuid:episode_id>/team/<uuid:assignment_id>/end/",
        teams.end_assignment,
        name="assignment-end",
    ),
    path("people/<uuid:person_id>/needs/", needs.of_person, name="person-needs"),
    path("people/<uuid:person_id>/needs/talk/", needs.talk, name="needs-talk-new"),
    path("people/<uuid:person_id>/needs/new/", needs.new_need, name="need-new"),
    path("people/<uuid:person_id>/needs/support/", needs.support, name="support-new"),
    path("people/<uuid:person_id>/needs/service/", needs.service, name="service-new"),
    path("people/<uuid:person_id>/needs/<uuid:need_id>/", needs.change, name="need-change"),
    path(
        "people/<uuid:person_id>/needs/<str:register>/<uuid:written_id>/withdraw/",
        needs.withdraw,
        name="need-line-withdraw",
    ),
]
