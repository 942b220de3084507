"""The addresses of the pages about models of care, classes of communes, inspections and documents in force."""

from django.urls import path

from hoanhap.web.programme import (
    area_plans,
    care_models,
    classification,
    documents_in_force,
    inspections,
    quiet_areas,
)

urlpatterns = [
    path("models/", care_models.care_models, name="care-models"),
    path("models/rollout/", care_models.rollout, name="model-rollout"),
    path("models/catalogue/", care_models.catalogue, name="model-catalogue"),
    path("models/catalogue/new/", care_models.add, name="model-new"),
    path("models/catalogue/<uuid:model_id>/withdraw/", care_models.withdraw, name="model-withdraw"),
    path("models/adopt/", care_models.adopt, name="model-adopt"),
    path("models/<uuid:adoption_id>/", care_models.adoption, name="adoption"),
    path("models/<uuid:adoption_id>/start/", care_models.start, name="adoption-start"),
    path("models/<uuid:adoption_id>/correct/", care_models.correct, name="adoption-correct"),
    path("models/<uuid:adoption_id>/end/", care_models.end, name="adoption-end"),
    path("models/<uuid:adoption_id>/activities/new/", care_models.activity, name="model-activity-new"),
    path(
        "models/<uuid:adoption_id>/activities/<uuid:model_activity_id>/withdraw/",
        care_models.withdraw_activity,
        name="model-activity-withdraw",
    ),
    path("classification/", classification.board, name="classification"),
    path("classification/warnings/", classification.warnings, name="class-warnings"),
    path("classification/criteria/", classification.criteria_page, name="criteria"),
    path("classification/criteria/new/", classification.own_criteria, name="criteria-new"),
    path(
        "classification/recognitions/<uuid:recognition_id>/withdraw/",
        classification.withdraw_recognition,
        name="recognition-withdraw",
    ),
    path(
        "classification/statements/<uuid:statement_id>/withdraw/",
        classification.withdraw_statement,
        name="statement-withdraw",
    ),
    path("classification/plans/<uuid:area_plan_id>/new/", area_plans.add, name="area-action-new"),
    path("classification/plans/<uuid:area_plan_id>/correct/", area_plans.correct, name="area-plan-correct"),
    path(
        "classification/plans/<uuid:area_plan_id>/withdraw/", area_plans.withdraw, name="area-plan-withdraw"
    ),
    path(
        "classification/actions/<uuid:area_action_id>/correct/",
        area_plans.correct_action,
        name="area-action-correct",
    ),
    path(
        "classification/actions/<uuid:area_action_id>/withdraw/",
        area_plans.withdraw_action,
        name="area-action-withdraw",
    ),
    path("classification/actions/<uuid:area_action_id>/done/", area_plans.done, name="area-action-done"),
    path("classification/communes/<str:unit_id>/", classification.commune, name="commune-class"),
    path("classification/communes/<str:unit_id>/files/", classification.files, name="commune-warned-files"),
    path(
        "classification/communes/<str:unit_id>/decision/", classification.recognise, name="commune-recognise"
    ),
    path("classification/communes/<str:unit_id>/hotspot/", classification.hotspot, name="commune-hotspot"),
    path("classification/communes/<str:unit_id>/plan/", area_plans.make, name="commune-plan"),
    path(
        "classification/communes/<str:unit_id>/<int:year>/<str:step>/",
        classification.review,
        name="commune-review",
    ),
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections/new/", inspections.plan, name="inspection-new"),
    path("inspections/actions/", inspections.actions, name="corrective-actions"),
    path("inspections/actions/<uuid:corrective_id>/done/", inspections.done, name="corrective-done"),
    path(
        "inspections/actions/<uuid:corrective_id>/again/", inspections.follow_up, name="corrective-follow-up"
    ),
    path(
        "inspections/actions/<uuid:corrective_id>/withdraw/",
        inspections.withdraw_action,
        name="corrective-withdraw",
    ),
    path("inspections/quiet/", quiet_areas.quiet_areas, name="quiet-areas"),
    path("inspections/<uuid:inspection_id>/correct/", inspections.correct, name="inspection-correct"),
    path("inspections/<uuid:inspection_id>/", inspections.inspection, name="inspection"),
    path("inspections/<uuid:inspection_id>/visit/", inspections.visit, name="inspection-visit"),
    path("inspections/<uuid:inspection_id>/call-off/", inspections.call_off, name="inspection-call-off"),
    path("inspections/<uuid:inspection_id>/findings/new/", inspections.finding, name="inspection-finding"),
    path("inspections/findings/<uuid:finding_id>/actions/new/", inspections.ask, name="corrective-new"),
    path("register/", documents_in_force.register, name="register"),
    path("register/new/", documents_in_force.enter, name="register-new"),
    path("register/<uuid:legal_id>/", documents_in_force.document, name="register-document"),
    path("register/<uuid:legal_id>/correct/", documents_in_force.correct, name="register-correct"),
    path("register/<uuid:legal_id>/files/new/", documents_in_force.add_file, name="register-file-new"),
    path(
        "register/<uuid:legal_id>/files/<uuid:document_file_id>/",
        documents_in_force.file,
        name="register-file",
    ),
    path(
        "register/<uuid:legal_id>/files/<uuid:document_file_id>/withdraw/",
        documents_in_force.withdraw_file,
        name="register-file-withdraw",
    ),
    path("register/<uuid:legal_id>/replace/", documents_in_force.replace, name="register-replace"),
    path("register/<uuid:legal_id>/governs/", documents_in_force.link, name="register-link"),
    path(
        "register/<uuid:legal_id>/governs/<uuid:link_id>/remove/",
        documents_in_force.unlink,
        name="register-unlink",
    ),
]
