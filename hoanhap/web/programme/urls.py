"""The addresses of the pages about plans and findings."""

from django.urls import path

from hoanhap.web.programme import (
    areas,
    communes_urls,
    findings,
    leader,
    plan_files,
    plans,
    ratings,
    scorecards,
    submissions,
    targets,
    tasks,
)

urlpatterns = [
    path("leader/", leader.leader, name="leader"),
    path("areas/<str:unit_id>/", areas.area, name="area"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.record, name="plan-new"),
    path("plans/<uuid:plan_id>/", scorecards.scorecard, name="plan"),
    path("plans/<uuid:plan_id>/figures/", scorecards.download, name="plan-figures"),
    path("plans/<uuid:plan_id>/text/", plans.plan, name="plan-text"),
    path("plans/bring/", plan_files.bring, name="plan-bring"),
    path("plans/<uuid:plan_id>/copy/", plan_files.copy, name="plan-copy"),
    path("plans/<uuid:plan_id>/file/", plan_files.download, name="plan-file"),
    path("plans/<uuid:plan_id>/targets/<slug:code>/", targets.target, name="plan-target"),
    path("plans/<uuid:plan_id>/targets/<slug:code>/people/", targets.people, name="plan-target-people"),
    path("plans/<uuid:plan_id>/communes/", plans.select, name="plan-communes"),
    path("plans/<uuid:plan_id>/rating/", ratings.rating, name="plan-rating"),
    path("plans/<uuid:plan_id>/rating/file/", ratings.download, name="plan-rating-file"),
    path("plans/<uuid:plan_id>/tasks/", tasks.board, name="plan-tasks"),
    path("plans/<uuid:plan_id>/tasks/<slug:code>/report/", tasks.report, name="plan-task-report"),
    path(
        "plans/task-reports/<uuid:task_report_id>/withdraw/", tasks.withdraw, name="plan-task-report-withdraw"
    ),
    path("plans/<uuid:plan_id>/submissions/", submissions.submissions, name="plan-submissions"),
    path("plans/<uuid:plan_id>/submissions/new/", submissions.submit, name="plan-submit"),
    path("submissions/<uuid:submission_id>/", submissions.submission, name="submission"),
    path("submissions/<uuid:submission_id>/now/", submissions.now, name="submission-now"),
    path("submissions/<uuid:submission_id>/restate/", submissions.restate, name="submission-restate"),
    path("findings/", findings.findings, name="findings"),
    path("findings/new/", findings.record, name="finding-new"),
    path("findings/<uuid:finding_id>/resolve/", findings.resolve, name="finding-resolve"),
    *communes_urls.urlpatterns,
]
