"""Pages of the room: addresses are written from the root."""

from django.urls import URLPattern, URLResolver, path

from hoanhap.web.reporting import home_rehab, reports, substitution

urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", reports.listed, name="reports"),
    path("reports/home-rehab-results/", home_rehab.show, name="home-rehab-results"),
    path(
        "reports/home-rehab-results/people/<slug:figure>/",
        home_rehab.people,
        name="home-rehab-results-people",
    ),
    path("reports/substitution/", substitution.show, name="methadone-area"),
    path("reports/substitution/file/<slug:kind>/", substitution.file, name="methadone-area-file"),
    path("reports/home-rehab-results/file/<slug:kind>/", home_rehab.file, name="home-rehab-results-file"),
]
