"""The addresses of the pages about episodes."""

from django.urls import path

from hoanhap.web.casework import corrections, opening, page, steps

urlpatterns = [
    path("episodes/", page.episodes, name="episodes"),
    path("episodes/<uuid:episode_id>/", page.episode, name="episode"),
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
]
