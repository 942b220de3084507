"""The addresses of the pages about the law."""

from django.urls import path

from hoanhap.web.law import blanks, days, drafts, reading

urlpatterns = [
    path("law/", reading.editions, name="law"),
    path("law/compare/", reading.compare, name="law-compare"),
    path("law/editions/<slug:regime>/<int:edition>/", reading.edition, name="law-edition"),
    path("law/editions/<slug:regime>/<int:edition>/draft/", drafts.begin, name="law-draft-new"),
    path("law/blanks/", blanks.blanks, name="law-blanks"),
    path("law/blanks/<slug:regime>/<slug:blank>/", blanks.fill, name="law-blank"),
    path("law/blanks/values/<uuid:value_id>/withdraw/", blanks.withdraw, name="law-blank-withdraw"),
    path("law/drafts/<uuid:draft_id>/", drafts.draft, name="law-draft"),
    path("law/drafts/<uuid:draft_id>/numbers/", drafts.numbers, name="law-draft-numbers"),
    path("law/drafts/<uuid:draft_id>/publish/", drafts.publish, name="law-draft-publish"),
    path("law/drafts/<uuid:draft_id>/discard/", drafts.discard, name="law-draft-discard"),
    path("law/calendar/", days.calendar, name="law-calendar"),
    path("law/calendar/new/", days.enter, name="law-day-new"),
    path("law/calendar/<uuid:day_id>/withdraw/", days.withdraw, name="law-day-withdraw"),
]
