"""The addresses of the pages about life in facilities."""

from django.urls import path

from hoanhap.web.residence import actions, cases, houses, leaves, points, ratings, residents, rolls

urlpatterns = [
    path("residence/", houses.houses, name="residence"),
    path("residence/points/", points.points, name="points"),
    path("residence/points/<uuid:point_id>/communes/", points.serve, name="point-serve"),
    path("residence/points/<uuid:point_id>/first-service/", points.first_service, name="point-first-service"),
    path("residence/catchments/<uuid:catchment_id>/end/", points.stop_serving, name="catchment-end"),
    path("residence/wards/<uuid:ward_id>/", houses.ward, name="ward"),
    path("residence/wards/<uuid:ward_id>/roll/", rolls.roll, name="roll"),
    path("residence/wards/<uuid:ward_id>/<str:change>/", houses.change_ward, name="ward-change"),
    path("residence/rolls/<uuid:roll_id>/withdraw/", rolls.withdraw, name="roll-withdraw"),
    path("residence/leaves/<uuid:leave_id>/<str:turn>/", leaves.turn, name="leave-turn"),
    path("residence/residents/<uuid:stay_id>/", residents.resident, name="resident"),
    path("residence/residents/<uuid:stay_id>/days/", residents.days, name="resident-days"),
    path("residence/residents/<uuid:stay_id>/conduct/", residents.conduct, name="resident-conduct"),
    path("residence/residents/<uuid:stay_id>/home/", residents.home, name="resident-home"),
    path("residence/residents/<uuid:stay_id>/infirmary/", residents.infirmary, name="resident-infirmary"),
    path("residence/residents/<uuid:stay_id>/do/<str:action>/", actions.write, name="resident-write"),
    path(
        "residence/residents/<uuid:stay_id>/lines/<str:what>/<uuid:line_id>/withdraw/",
        residents.withdraw,
        name="resident-line-withdraw",
    ),
    path("residence/<uuid:facility_id>/", houses.house, name="facility"),
    path("residence/<uuid:facility_id>/residents/", houses.people, name="facility-residents"),
    path("residence/<uuid:facility_id>/numbers/", houses.numbers, name="facility-numbers"),
    path("residence/<uuid:facility_id>/duties/", cases.duties, name="facility-duties"),
    path("residence/<uuid:facility_id>/mismatches/", cases.mismatches, name="facility-mismatches"),
    path("residence/<uuid:facility_id>/checks/", houses.checks, name="facility-checks"),
    path("residence/<uuid:facility_id>/ratings/", ratings.ratings, name="facility-ratings"),
    path(
        "residence/<uuid:facility_id>/ratings/<str:quarter>/review/",
        ratings.review,
        name="facility-review",
    ),
    path("residence/<uuid:facility_id>/admissions/new/", houses.admission, name="admission-new"),
    path("residence/<uuid:facility_id>/incidents/new/", houses.incident, name="facility-incident-new"),
    path("residence/<uuid:facility_id>/wards/new/", houses.open_ward, name="ward-new"),
]
