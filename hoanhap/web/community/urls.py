"""The addresses of the pages about teams and contacts."""

from django.urls import path

from hoanhap.web.community import contacts, teams

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
]
