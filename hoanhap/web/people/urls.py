"""The addresses of the pages about people."""

from django.urls import path

from hoanhap.web.people import (
    changes,
    duplicates,
    merging,
    page,
    registration,
    search,
    sight,
    statement,
    totals,
    unplaced,
)

urlpatterns = [
    path("people/", search.people, name="people"),
    path("people/new/", registration.look_first, name="person-new"),
    path("people/new/look-alikes/", registration.look, name="person-new-look"),
    path("people/new/form/", registration.register, name="person-new-form"),
    path("people/unplaced/", unplaced.unplaced, name="people-unplaced"),
    path("people/duplicates/", duplicates.pairs, name="people-duplicates"),
    path("people/duplicates/decided/", duplicates.decided, name="people-duplicates-decided"),
    path(
        "people/duplicates/decided/<uuid:decision_id>/withdraw/",
        duplicates.withdraw,
        name="people-duplicate-withdraw",
    ),
    path(
        "people/duplicates/<uuid:person_id>/<uuid:other_id>/",
        duplicates.decide,
        name="people-duplicate",
    ),
    path("people/merges/<uuid:merge_id>/undo/", merging.undo, name="person-merge-undo"),
    path("people/totals/", totals.totals, name="people-totals"),
    path("people/<uuid:person_id>/", page.person, name="person"),
    path("people/<uuid:person_id>/merge/", merging.choose, name="person-merge-choose"),
    path("people/<uuid:person_id>/merge/<uuid:other_id>/", merging.merge, name="person-merge"),
    path("people/<uuid:person_id>/history/", page.history, name="person-history"),
    path("people/<uuid:person_id>/readers/", page.readers, name="person-readers"),
    path("people/<uuid:person_id>/who-can-see/", sight.who_can_see, name="person-who-can-see"),
    path("people/<uuid:person_id>/readers/paper/", statement.paper, name="person-statement"),
    path("people/<uuid:person_id>/correct/", changes.correct, name="person-correct"),
    path("people/<uuid:person_id>/papers/new/", changes.add_paper, name="person-paper-new"),
    path(
        "people/<uuid:person_id>/papers/<uuid:identifier_id>/withdraw/",
        changes.withdraw_paper,
        name="person-paper-withdraw",
    ),
    path("people/<uuid:person_id>/names/new/", changes.add_name, name="person-name-new"),
    path(
        "people/<uuid:person_id>/relatives/<uuid:relative_id>/withdraw/",
        changes.withdraw_relative,
        name="person-relative-withdraw",
    ),
    path("people/<uuid:person_id>/death/withdraw/", changes.withdraw_death, name="person-death-withdraw"),
    path("people/<uuid:person_id>/addresses/new/", changes.add_address, name="person-address-new"),
    path("people/<uuid:person_id>/relatives/new/", changes.add_relative, name="person-relative-new"),
    path("people/<uuid:person_id>/responsibility/", changes.transfer, name="person-transfer"),
    path("people/<uuid:person_id>/death/", changes.death, name="person-death"),
]
