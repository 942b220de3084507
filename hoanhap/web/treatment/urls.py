"""The addresses of the pages about substitution treatment."""

from django.urls import URLPattern, path

from hoanhap.web.treatment import (
    aside,
    away,
    cards,
    doctor,
    duties,
    guideline,
    home,
    missed,
    month,
    patients,
    places,
    quarter,
    signals,
    transfer_paper,
    window,
)

urlpatterns: list[URLPattern] = [
    path("clinic/", home.everywhere, name="clinics"),
    path("clinic/<uuid:place_id>/", home.home, name="clinic"),
    path("clinic/<uuid:place_id>/duties/", duties.listed, name="clinic-duties"),
    path("clinic/<uuid:place_id>/away/", away.listed, name="clinic-away"),
    path("clinic/<uuid:place_id>/away/<uuid:enrolment_id>/tell/", away.tell, name="clinic-away-tell"),
    path("clinic/<uuid:place_id>/month/", month.show, name="clinic-month"),
    path("clinic/<uuid:place_id>/month/rows/<slug:row>/", month.behind, name="clinic-month-row"),
    path("clinic/<uuid:place_id>/month/files/<slug:kind>/", month.file, name="clinic-month-file"),
    path("clinic/<uuid:place_id>/quarter/", quarter.show, name="clinic-quarter"),
    path("clinic/<uuid:place_id>/quarter/rows/<slug:row>/", quarter.behind, name="clinic-quarter-row"),
    path("clinic/<uuid:place_id>/quarter/files/<slug:kind>/", quarter.file, name="clinic-quarter-file"),
    # Patients between places: permissions to be dosed elsewhere, and transfers.
    path("clinic/<uuid:place_id>/transfers/", places.listed, name="clinic-transfers"),
    path("clinic/<uuid:place_id>/transfers/<uuid:offer_id>/", places.show, name="clinic-transfer"),
    path(
        "clinic/<uuid:place_id>/transfers/<uuid:offer_id>/pdf/",
        transfer_paper.as_pdf,
        name="clinic-transfer-pdf",
    ),
    path(
        "clinic/<uuid:place_id>/transfers/<uuid:offer_id>/docx/",
        transfer_paper.as_docx,
        name="clinic-transfer-docx",
    ),
    path(
        "clinic/<uuid:place_id>/transfers/<uuid:offer_id>/take/",
        places.take_over,
        name="clinic-transfer-take",
    ),
    path(
        "clinic/<uuid:place_id>/transfers/<uuid:offer_id>/decline/",
        places.decline,
        name="clinic-transfer-decline",
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/transfer/",
        places.offer,
        name="clinic-transfer-new",
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/elsewhere/",
        places.elsewhere,
        name="clinic-elsewhere",
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/elsewhere/<uuid:dosing_place_id>/end/",
        places.back_home,
        name="clinic-back-home",
    ),
    # The window: the line, one person's dose, and what is rare beside it.
    path("clinic/<uuid:place_id>/window/", window.queue, name="clinic-window"),
    path("clinic/<uuid:place_id>/window/find/", window.find, name="clinic-find"),
    path("clinic/<uuid:place_id>/window/next/", window.call_next, name="clinic-next"),
    path("clinic/<uuid:place_id>/window/call/<uuid:ticket_id>/", window.call, name="clinic-call"),
    path("clinic/<uuid:place_id>/window/left/<uuid:ticket_id>/", window.left, name="clinic-left"),
    path("clinic/<uuid:place_id>/board/", window.board, name="clinic-board"),
    path("clinic/<uuid:place_id>/window/<uuid:enrolment_id>/", window.dose, name="clinic-dose"),
    path("clinic/<uuid:place_id>/window/<uuid:enrolment_id>/pour/", window.pour, name="clinic-pour"),
    path("clinic/<uuid:place_id>/window/<uuid:enrolment_id>/bottle/", window.choose, name="clinic-choose"),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/given/<uuid:dose_id>/",
        window.given,
        name="clinic-given",
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/handed-out/<uuid:dose_id>/",
        window.handed_out,
        name="clinic-handed-out",
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/not-that-person/",
        window.not_that_person,
        name="clinic-not-that-person",
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/withhold/", aside.withhold, name="clinic-withhold"
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/take-home/",
        aside.take_home,
        name="clinic-take-home",
    ),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/bottles-back/",
        aside.bottles_back,
        name="clinic-bottles-back",
    ),
    path("clinic/<uuid:place_id>/window/<uuid:enrolment_id>/photo/", missed.photo, name="clinic-photo"),
    path(
        "clinic/<uuid:place_id>/window/<uuid:enrolment_id>/photo/new/",
        aside.photo_new,
        name="clinic-photo-new",
    ),
    path("clinic/<uuid:place_id>/doses/<uuid:dose_id>/doubt/", aside.doubt, name="clinic-doubt"),
    path("clinic/<uuid:place_id>/doses/<uuid:dose_id>/vomited/", aside.vomited, name="clinic-vomited"),
    path("clinic/<uuid:place_id>/doses/<uuid:dose_id>/slip/", missed.slip, name="clinic-bottle-slip"),
    path(
        "clinic/<uuid:place_id>/doses/<uuid:dose_id>/ended/<slug:became>/",
        aside.otherwise,
        name="clinic-otherwise",
    ),
    path(
        "clinic/<uuid:place_id>/bottles-back/<uuid:visit>/minutes/",
        missed.minutes,
        name="clinic-bottle-minutes",
    ),
    path(
        "clinic/<uuid:place_id>/withheld/<uuid:withholding_id>/lift/",
        aside.lift,
        name="clinic-withholding-lift",
    ),
    path("clinic/<uuid:place_id>/missed/", missed.missed, name="clinic-missed"),
    path("clinic/<uuid:place_id>/missed/<uuid:enrolment_id>/", missed.contact, name="clinic-missed-contact"),
    path("clinic/<uuid:place_id>/paper/", missed.sheet, name="clinic-paper"),
    path("clinic/<uuid:place_id>/paper/new/", aside.from_paper, name="clinic-paper-new"),
    # What the guideline says and suggests, and the limits.
    path("guideline/", guideline.guideline, name="guideline-first"),
    path("guideline/<slug:medicine>/", guideline.guideline, name="guideline"),
    path("guideline/<slug:medicine>/limits/", guideline.limits, name="guideline-limits"),
    path(
        "guideline/<slug:medicine>/limits/<uuid:limit_id>/withdraw/",
        guideline.withdraw_limits,
        name="guideline-limits-withdraw",
    ),
    # What is worth a look, for the head of the place; its numbers, for everybody.
    path("clinic/<uuid:place_id>/signals/", signals.listed, name="clinic-signals"),
    path("clinic/<uuid:place_id>/signals/reviews/", signals.reviews, name="clinic-signal-reviews"),
    path("clinic/<uuid:place_id>/signals/<slug:signal>/<slug:key>/", signals.one, name="clinic-signal"),
    path("signals/", signals.rules, name="signal-rules"),
    path("signals/<slug:signal>/<slug:threshold>/", signals.tune, name="signal-tune"),
    # The doctor: who is treated here, one patient, and what is written about them.
    path("clinic/<uuid:place_id>/patients/", patients.listed, name="clinic-patients"),
    path("clinic/<uuid:place_id>/admission/", patients.to_admit, name="clinic-to-admit"),
    path(
        "clinic/<uuid:place_id>/admission/<uuid:episode_id>/appraise/withdraw/",
        patients.withdraw_appraisal,
        name="clinic-appraise-withdraw",
    ),
    path(
        "clinic/<uuid:place_id>/admission/<uuid:episode_id>/appraise/",
        patients.appraise,
        name="clinic-appraise",
    ),
    path("clinic/<uuid:place_id>/admission/<uuid:episode_id>/enrol/", patients.enrol, name="clinic-enrol"),
    path("clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/", patients.patient, name="clinic-patient"),
    path("clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/card/", cards.card, name="clinic-card"),
    path("clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/card/new/", cards.give, name="clinic-card-new"),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/card/withdraw/",
        cards.withdraw,
        name="clinic-card-withdraw",
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/card/pdf/", cards.printed, name="clinic-card-pdf"
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/write/<slug:act>/",
        doctor.write,
        name="clinic-write",
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/orders/<uuid:order_id>/stop/",
        doctor.stop_order,
        name="clinic-order-stop",
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/orders/<uuid:order_id>/sign/",
        doctor.sign_order,
        name="clinic-order-sign",
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/holds/<uuid:hold_id>/lift/",
        doctor.lift_hold,
        name="clinic-hold-lift",
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/take-home/<uuid:take_home_id>/revoke/",
        doctor.revoke,
        name="clinic-take-home-revoke",
    ),
    path(
        "clinic/<uuid:place_id>/patients/<uuid:enrolment_id>/written/<slug:register>/<uuid:row_id>/withdraw/",
        doctor.withdraw,
        name="clinic-written-withdraw",
    ),
]
