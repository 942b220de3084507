"""Who offers work, courses, loans and other help, what they offer, and what they may be told about somebody.

A provider is told no name unless the person has consented on paper, for a purpose and a time: see `LetterLine`.
"""

from typing import Final

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Provider(Keyed):
    """An enterprise, school, bank or office that helps people, in the register of the commune where it is.

    `is_shared`: every commune of the province may send people there.
    """

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", pgettext_lazy("provider", "Enterprise")
        COOPERATIVE = "cooperative", pgettext_lazy("provider", "Cooperative")
        HOUSEHOLD = "household", pgettext_lazy("provider", "Household business or craftsman")
        TRAINING = "training", pgettext_lazy("provider", "Vocational school or centre")
        BANK = "bank", pgettext_lazy("provider", "Bank or loan fund")
        LEGAL_AID = "legal-aid", pgettext_lazy("provider", "Legal aid centre")
        INSURANCE = "insurance", pgettext_lazy("provider", "Social insurance office")
        SOCIAL = "social", pgettext_lazy("provider", "Social work centre or welfare office")
        ASSOCIATION = "association", pgettext_lazy("provider", "Association or union")
        OTHER = "other", pgettext_lazy("provider", "Other provider")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_shared = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Privacy:
        open = (
            *("id", "unit", "kind", "name", "address", "phone", "is_shared"),
            *("valid_from", "valid_until", "recorded_at"),
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), "unit", name="provider_name_once_in_a_unit"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="provider_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Offer(Withdrawable):
    """What a provider offers from one day until another. What changes is withdrawn and written anew."""

    class Kind(models.TextChoices):
        COURSE = "course", pgettext_lazy("offer", "Vocational course")
        JOB = "job", pgettext_lazy("offer", "Work")
        LOAN = "loan", pgettext_lazy("offer", "Loan programme")
        LEGAL_AID = "legal-aid", pgettext_lazy("offer", "Legal aid")
        HEALTH_INSURANCE = "health-insurance", pgettext_lazy("offer", "Health insurance")
        POVERTY = "poverty-reduction", pgettext_lazy("offer", "Poverty reduction programme")
        SOCIAL = "social-protection", pgettext_lazy("offer", "Social protection")
        SCHOOLING = "schooling", pgettext_lazy("offer", "Schooling")
        HOUSING = "housing", pgettext_lazy("offer", "Housing")
        OTHER = "other", pgettext_lazy("offer", "Other help")

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="offers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    places = models.PositiveIntegerField(null=True)
    """For how many people; None where nobody counts them."""
    open_from = models.DateField()
    open_until = models.DateField(null=True)
    """The last day on which somebody can still come; None without end."""
    amount_vnd = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    """The wage a month, the most that is lent, or what is paid, in đồng."""
    conditions = models.CharField(max_length=500, blank=True)
    programme = models.CharField(max_length=40, blank=True)
    """A code of `definitions/community/programmes`."""

    class Privacy:
        open = (
            *("id", "provider", "unit", "kind", "title", "place", "places", "open_from", "open_until"),
            *("amount_vnd", "conditions", "programme", "retired_reason", *RECORDED),
        )

    class Meta:
        constraints = [
            with_a_reason("offer"),
            models.CheckConstraint(
                condition=Q(open_until__isnull=True) | Q(open_until__gte=F("open_from")),
                name="offer_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gte=1), name="offer_of_some_places"
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__isnull=True) | Q(amount_vnd__gt=0), name="offer_of_some_money"
            ),
        ]
        indexes = [models.Index(fields=["unit", "open_from"], name="offer_by_unit")]
        triggers = only_withdrawn("community_offer")

    def __str__(self) -> str:
        return self.title


class DisclosureConsent(Withdrawable):
    """A person signed that one provider, or every one of a kind, may be told who they are, for a purpose and a time.

    Withdrawn, with a reason, it holds no more from that moment on.
    """

    class Purpose(models.TextChoices):
        WORK = "work", pgettext_lazy("consent", "To be introduced to work")
        TRAINING = "training", pgettext_lazy("consent", "To be enrolled in a course")
        LOAN = "loan", pgettext_lazy("consent", "To be proposed for a loan")
        BENEFIT = "benefit", pgettext_lazy("consent", "To get a benefit, insurance or legal aid")

    person = models.ForeignKey(Person, models.PROTECT, related_name="disclosure_consents")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, related_name="+")
    provider_kind = models.CharField(max_length=20, blank=True, choices=Provider.Kind)
    purpose = models.CharField(max_length=20, choices=Purpose)
    valid_from = models.DateField()
    last_on = models.DateField()
    evidence = models.CharField(max_length=200)
    """The signed paper: its number or where it lies."""

    objects = AboutPerson["DisclosureConsent"].as_manager()

    class Privacy:
        sensitive = (
            *("provider", "provider_kind", "purpose", "valid_from", "last_on", "evidence", "retired_reason"),
        )
        open = ("id", "person", "unit", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("disclosure_consent"),
            models.CheckConstraint(
                condition=Q(provider__isnull=False, provider_kind="")
                | (Q(provider__isnull=True) & ~Q(provider_kind="")),
                name="disclosure_consent_for_one_or_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("valid_from")), name="disclosure_consent_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="disclosure_consent_stands_on_paper"),
        ]
        indexes = [models.Index(fields=["person", "last_on"], name="disclosure_consent_by_person")]
        triggers = only_withdrawn("community_disclosureconsent")


class ReferralLetter(Keyed):
    """A letter by which a commune sends people to a provider on a day."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="letters")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    signed_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    class Privacy:
        open = ("id", "provider", "unit", "number", "on", "signed_by", "recorded_at", "recorded_by")

    class Meta:
        indexes = [models.Index(fields=["provider", "on"], name="referral_letter_by_provider")]
        triggers = written_once("community_referralletter")


_CONSENTED: Final = """
    SELECT l.provider_id, l.on, p.kind INTO STRICT letter
    FROM community_referralletter l JOIN community_provider p ON p.id = l.provider_id WHERE l.id = NEW.letter_id;
    IF NOT EXISTS (
        SELECT FROM community_needchange c WHERE c.id = NEW.referral_id AND c.person_id = NEW.person_id
          AND c.state = 'referred' AND c.provider_id = letter.provider_id AND c.retired_at IS NULL
    ) THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'the person was not sent to this provider',
            CONSTRAINT = 'letter_line_of_a_referral';
    END IF;
    IF NEW.consent_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM community_disclosureconsent c WHERE c.id = NEW.consent_id AND c.person_id = NEW.person_id
          AND c.retired_at IS NULL AND letter.on BETWEEN c.valid_from AND c.last_on
          AND (c.provider_id = letter.provider_id OR c.provider_kind = letter.kind)
    ) THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'no consent lets this provider know the name',
            CONSTRAINT = 'letter_names_only_with_consent';
    END IF;
    RETURN NEW;
"""


class LetterLine(Keyed):
    """One person in a letter. With a consent that holds on its day the letter names them, without one it gives the code."""

    letter = models.ForeignKey(ReferralLetter, models.PROTECT, related_name="lines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    referral = models.ForeignKey("community.NeedChange", models.PROTECT, related_name="+")
    consent = models.ForeignKey(DisclosureConsent, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = AboutPerson["LetterLine"].as_manager()

    class Privacy:
        sensitive = ("letter", "referral", "consent")
        open = ("id", "person", "recorded_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "referral"], name="letter_line_once"),
        ]
        triggers = [
            *written_once("community_letterline"),
            pgtrigger.Trigger(
                name="community_letterline_is_consented",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("letter", "record")],
                func=_CONSENTED,
            ),
        ]
