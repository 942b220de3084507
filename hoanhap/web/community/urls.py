"""The addresses of the pages about teams and contacts."""

from django.urls import path

from hoanhap.web.community import clubs, contacts, handovers, needs, points, teams

urlpatterns = [
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.set_up, name="team-new"),
    path("teams/<uuid:team_id>/", teams.team, name="team"),
    path("teams/<uuid:team_id>/members/new/", teams.add_member, name="team-member-new"),
    path("teams/<uuid:team_id>/members/<uuid:member_id>/leave/", handovers.leave, name="team-member-leave"),
    path("teams/without-helper/", handovers.unhelped, name="without-helper"),
    path("teams/<uuid:team_id>/end/", handovers.end, name="team-end"),
    path("clubs/", clubs.clubs, name="clubs"),
    path("clubs/new/", clubs.set_up, name="club-new"),
    path("clubs/<uuid:club_id>/", clubs.club, name="club"),
    path("clubs/<uuid:club_id>/members/", clubs.members, name="club-members"),
    path("clubs/<uuid:club_id>/members/<uuid:membership_id>/leave/", clubs.leave, name="club-member-leave"),
    path("clubs/<uuid:club_id>/sessions/new/", clubs.hold, name="club-session-new"),
    path(
        "clubs/<uuid:club_id>/sessions/<uuid:meeting_id>/withdraw/",
        clubs.withdraw,
        name="club-session-withdraw",
    ),
    path("counselling-points/", points.points, name="counselling-points"),
    path("counselling-points/new/", points.open_point, name="counselling-point-new"),
    path("counselling-points/<uuid:advice_id>/", points.point, name="counselling-point"),
    path("counselling-points/<uuid:advice_id>/change/", points.change, name="counselling-point-change"),
    path("counselling-points/<uuid:advice_id>/visits/new/", points.visit, name="point-visit-new"),
    path(
        "counselling-points/<uuid:advice_id>/visits/<uuid:visit_id>/withdraw/",
        points.withdraw,
        name="point-visit-withdraw",
    ),
    path("people/<uuid:person_id>/clubs/", points.of_person, name="person-clubs"),
    path("people/<uuid:person_id>/clubs/join/", clubs.join, name="club-join"),
    path("people/<uuid:person_id>/clubs/visit/", points.person_visit, name="person-point-visit"),
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
