"""The addresses of charts and of the catalogue of indicators."""

from django.urls import path

from hoanhap.web.programme import flows, indicators

urlpatterns = [
    path("plans/<uuid:plan_id>/targets/<slug:code>/charts/", flows.target_trend, name="plan-target-trend"),
    path("programme/funnel/", flows.funnel, name="funnel"),
    path("programme/cohorts/", flows.cohort, name="cohort"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<slug:indicator_code>/", indicators.indicator, name="indicator"),
]
