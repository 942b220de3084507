"""The addresses of the pages about episodes."""

from django.urls import path

from hoanhap.web.casework import (
    bulk,
    corrections,
    document_urls,
    duties,
    flow,
    lists,
    matching,
    opening,
    page,
    steps,
    transfers,
)

urlpatterns = [
    path("episodes/", lists.episodes, name="episodes"),
    path("episodes/together/", bulk.together, name="episodes-together"),
    path("episodes/lists/new/", lists.save_list, name="episode-list-new"),
    path("episodes/lists/<uuid:list_id>/drop/", lists.drop_list, name="episode-list-drop"),
    path("episodes/<uuid:episode_id>/", page.episode, name="episode"),
    path("episodes/<uuid:episode_id>/duties/", duties.history, name="episode-duties"),
    path(
        "episodes/<uuid:episode_id>/duties/<slug:code>/<str:since>/excuse/", duties.excuse, name="duty-excuse"
    ),
    path(
        "episodes/<uuid:episode_id>/excuses/<uuid:excuse_id>/withdraw/",
        duties.withdraw,
        name="excuse-withdraw",
    ),
    path("casework/flow/", flow.flow, name="flow"),
    path("casework/flow/<slug:figure>/", flow.behind, name="flow-people"),
    path("casework/unmatched/", matching.index, name="unmatched"),
    path("people/<uuid:person_id>/not-matched/", matching.state, name="not-matched-new"),
    path("casework/unmatched/<uuid:reason_id>/end/", matching.end, name="not-matched-end"),
    path("transfers/", transfers.index, name="transfers"),
    path("transfers/<uuid:transfer_id>/accept/", transfers.accept, name="transfer-accept"),
    path("transfers/<uuid:transfer_id>/refuse/", transfers.refuse, name="transfer-refuse"),
    path("transfers/<uuid:transfer_id>/withdraw/", transfers.withdraw, name="transfer-withdraw"),
    path("people/<uuid:person_id>/hand-over/", transfers.offer, name="transfer-new"),
    path("people/<uuid:person_id>/episodes/new/", opening.open_episode, name="episode-new"),
    path("episodes/<uuid:episode_id>/steps/<slug:step>/", steps.record, name="episode-step"),
    path(
        "episodes/<uuid:episode_id>/written/<uuid:step_id>/correct/",
        corrections.correct,
        name="episode-step-correct",
    ),
    path(
        "episodes/<uuid:episode_id>/written/<uuid:step_id>/withdraw/",
        corrections.withdraw,
        name="episode-step-withdraw",
    ),
    *document_urls.urlpatterns,
]
