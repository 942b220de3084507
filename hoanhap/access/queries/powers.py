"""The powers in words, for the page that tells people what they may do."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words

POWERS: dict[str, Words] = {
    "people.read": _("Look for people and see them with their names shortened"),
    "people.write": _("Register people and correct what is known about them"),
    "people.identify": _("See full names, papers and addresses"),
    "people.merge": _("Merge two files of one person, and undo it"),
    "people.assign": _("Correct which office answers for a person, without asking it"),
    "casework.read": _("Read files and their course"),
    "casework.write": _("Open files and record each step"),
    "casework.sign": _("Record decisions, certificates and minutes as the one who signs"),
    "casework.rules": _("Read the rules that the program follows, and what they leave open"),
    "casework.law": _("Fill what the law leaves open, and publish new editions of the rules"),
    "casework.calendar": _("Enter the rest days and swapped days of a year"),
    "community.read": _("See task teams, contacts, needs and support"),
    "community.write": _("Set up task teams; record contacts, needs and support"),
    "community.clubs": _("See who is a member of a B93 club, and record its sessions"),
    "outreach.read": _("See communication, training and the roster of staff"),
    "outreach.publish": _("Publish warnings of new substances, and withdraw them"),
    "outreach.write": _("Record communication, training, sessions of facilities and the roster of staff"),
    "medicine.read": _("See what is recorded about medicine"),
    "medicine.write": _("Record losses of medicine"),
    "treatment.care": _("See who is in substitution treatment in the own clinic, with orders and doses"),
    "treatment.order": _("Order doses, hold them, and allow doses to be taken home"),
    "treatment.dose": _("Give doses at the window"),
    "medicine.stock": _("Keep the stock books of medicine"),
    "medicine.sign": _("Sign slips, minutes and stock pages as head of the place"),
    "treatment.head": _(
        "Answer for a clinic: look into signals, end treatment with the doctor, send reports"
    ),
    "treatment.rules": _("Set above which doses an order needs a second doctor"),
    "treatment.hiv": _("See and record the HIV status of patients in substitution treatment"),
    "residence.read": _("See the life of the residents of a rehabilitation facility"),
    "residence.write": _("Record admissions, rolls, leave, visits and ratings of a facility"),
    "residence.sign": _("Change the end of a term and take back what a decision of a facility said"),
    "residence.health": _("Read and write the infirmary's notes and the medicine given in a facility"),
    "programme.read": _("Read plans and findings"),
    "programme.write": _("Issue plans and record findings"),
    "exchange.import": _("Bring in lists from spreadsheets"),
    "reporting.read": _("Read reports"),
    "reporting.write": _("Issue reports"),
    "places.read": pgettext_lazy("power", "See administrative units and offices"),
    "places.write": pgettext_lazy("power", "Keep the list of offices"),
    "access.manage": _("Open and close accounts and give roles"),
    "audit.read": _("Read who opened and changed what"),
}
