"""The addresses of the pages about teams and contacts."""

from django.urls import path

from hoanhap.web.community import away, contacts, field_notes, members, needs, teams, visits

urlpatterns = [
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.set_up, name="team-new"),
    path("teams/<uuid:team_id>/", teams.team, name="team"),
    path("teams/<uuid:team_id>/members/new/", teams.add_member, name="team-member-new"),
    path("teams/<uuid:team_id>/members/<uuid:member_id>/leave/", teams.leave, name="team-member-leave"),
    path(
        "teams/<uuid:team_id>/members/<uuid:member_id>/account/", members.account, name="team-member-account"
    ),
    path("visits/", visits.mine, name="visits"),
    path("visits/team/", visits.team, name="team-visits"),
    path("visits/notes/", field_notes.listed, name="field-notes"),
    path("visits/notes/<uuid:note_id>/", field_notes.decide, name="field-note"),
    path("visits/away/", away.page, name="visits-away"),
    path("visits/away/worker.js", away.worker, name="visits-away-worker"),
    path("visits/away/carry/", away.carry, name="visits-carry"),
    path("visits/away/send/", away.send, name="visits-send"),
    path("visits/<uuid:episode_id>/", visits.note, name="visit-note"),
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
