"""The sentences themselves, by code: (what is wrong, what to do)."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words

FILES: Final[Mapping[str, tuple[Words, Words]]] = {
    "file-empty": (_("The file is empty."), _("Choose the file again.")),
    "file-too-large": (
        _("The file is larger than %(megabytes)s MB."),
        _("Delete pictures and sheets that are not needed, or divide the list into several files."),
    ),
    "file-unpacks-too-large": (
        _("The file becomes too large when it is opened (more than %(megabytes)s MB or too much memory)."),
        _("Copy only the list into a new Excel file and upload that."),
    ),
    "file-too-many-rows": (
        _("The sheet has more than %(rows)s rows."),
        _("Delete empty rows with formats at the end, or divide the list into several files."),
    ),
    "file-too-wide": (
        _("The sheet has more than %(columns)s columns."),
        _("Copy only the columns of the list into a new Excel file and upload that."),
    ),
    "file-has-password": (
        _("The file is protected by a password."),
        _("Open it in Excel, take the password off, save it and upload it again."),
    ),
    "file-damaged": (
        _("The file is damaged and cannot be opened."),
        _("Open it in Excel, save it anew as .xlsx and upload that."),
    ),
    "file-is-pdf": (
        _("This is a PDF, not an Excel list."),
        _("Ask for the Excel file, or type the list into the template."),
    ),
    "file-is-picture": (
        _("This is a picture, not an Excel list."),
        _("Ask for the Excel file, or type the list into the template."),
    ),
    "file-is-archive": (
        _("This is a compressed folder, not an Excel list."),
        _("Unpack it first and upload the Excel file inside."),
    ),
    "file-is-web-page": (
        _("This is a web page saved under the name of an Excel file."),
        _("Open it in Excel, choose “Save as”, the type “Excel Workbook (.xlsx)”, and upload that."),
    ),
    "file-is-word": (
        _("This is a Word document, not an Excel list."),
        _("Copy the table into an Excel file and upload that."),
    ),
    "file-not-a-list": (
        _("This is not a list that can be read."),
        _("Upload an .xlsx, .xls, .ods or .csv file."),
    ),
    "file-without-rows": (_("There is nothing in the sheets of the file."), _("Choose the file again.")),
    "header-missing": (
        _("No header was found: no row names the full name and at least two more columns of the list."),
        _("Compare with the template, give the columns their titles and upload again."),
    ),
    "no-people": (
        _("There are no people below the header."),
        _("Check that the list is filled in and saved, then upload again."),
    ),
    "sheet-missing": (
        _("There is no sheet “%(sheet)s” in the file. It has: %(sheets)s."),
        _("Write the name of the sheet as it stands in the file."),
    ),
    "too-many-for-pages": (
        _("The list has more than %(rows)s rows; in the browser that takes too long."),
        _("Divide it into several files, or ask whoever runs the server to use the import command."),
    ),
}

NOTES: Final[Mapping[str, Words]] = {
    "other-sheets": _(
        "The sheet “%(sheet)s” was read. Other sheets with a list were not: %(sheets)s. Import them one by one."
    ),
    "column-unknown": _("Column %(letter)s “%(column)s” is not used."),
    "column-double": _("Column %(letter)s “%(column)s” repeats an earlier column and is not used."),
    "column-kept": _("Column “%(column)s” stays with this list; it is not copied into the files."),
    "column-missing": _("There is no column “%(column)s”."),
    "rows-total": _("Rows of totals left out: %(count)s."),
    "rows-footer": _("Rows of signatures and notes below the list left out: %(count)s."),
    "rows-remark": _("Rows with only a remark left out: %(count)s."),
    "rows-repeated-header": _("Repeated headers left out: %(count)s."),
    "rows-example": _("Example rows left out: %(count)s."),
    "encoding": _(
        "Column “%(column)s” was typed in an old font (%(encoding)s) and was converted to Unicode."
    ),
    "title-place": _("The place was taken from the title of the list: “%(place)s”."),
}

LABELS: Final[Mapping[str, Words]] = {
    "use-number": _("Enter the number %(number)s"),
    "no-number": _("Enter the person without this number"),
    "same-person": _("The same person: add this rehabilitation to the file of %(name)s"),
    "other-person": _("Somebody else, because:"),
    "add-more": _("Add it to the file"),
    "leave-out": _("Leave this row out"),
    "yes-commune": _("Yes, %(place)s"),
    "form-home": _("At home"),
    "form-community": _("In the community"),
    "breach-law-violation": _("Broke the law"),
    "breach-commitment-broken": _("Broke the commitment or the procedure"),
}

_REWRITE = _("Correct it in the list and upload the file again.")
_SEE_DATES = _("Write day/month/year, for example 05/03/2018, and upload the file again.")

SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    # cells
    "empty": (_("This column must not be empty."), _("Fill it in and upload the file again.")),
    "column-absent": (
        _("The list has no such column."),
        _("Add the column, as in the template, and upload the file again."),
    ),
    "cell-error": (
        _("The cell shows an Excel error."),
        _("Type the value itself in the place of the formula."),
    ),
    "cell-formula": (
        _("The cell holds a formula whose result was not saved."),
        _("Open the file in Excel, save it, and upload it again; or type the value itself."),
    ),
    "text-too-long": (
        _("The text is longer than %(limit)s letters."),
        _("Shorten it; the rest can be written in the file later."),
    ),
    "encoding-unclear": (
        _("The letters may come from an old font; perhaps “%(suggestion)s” is meant."),
        _("Type the cell anew in Unicode and upload the file again."),
    ),
    # the person
    "name-one-word": (_("The full name has only one word."), _("Check that the family name is there.")),
    "name-strange": (_("This does not look like a person's name."), _REWRITE),
    "name-in-capitals": (
        _("The name is written in capitals; it is entered as “%(name)s”."),
        _("Check the spelling."),
    ),
    "name-shared-cell": (
        _("The name cell is merged with row %(row)s, so it is not clear whether this is another person."),
        _("Write one row for each person, without merged cells."),
    ),
    "sex-unclear": (
        _("It cannot be told whether this means male or female."),
        _("Write Nam (male) or Nữ (female)."),
    ),
    "sex-both": (_("Both male and female are marked."), _("Keep only one mark.")),
    "identifier-unread": (
        _("This is not an identity number of 9 or 12 digits."),
        _("Choose what to enter; or correct the list and upload it again."),
    ),
    "identifier-lost-zeros": (
        _("Excel seems to have dropped the zeros in front of the number."),
        _("Choose what to enter; or correct the list and upload it again."),
    ),
    "identifier-doubt": (
        _("The identity number does not fit: %(doubt)s."),
        _("Compare with the paper. The row can be entered."),
    ),
    # places
    "commune-missing": (_("No commune is given."), _("Fill in the commune and upload the file again.")),
    "commune-unknown": (
        _("No commune of this name is known in this district or province."),
        _("Check the spelling, and the district."),
    ),
    "commune-which": (_("Several communes can be meant."), _("Choose one; or add the district to the list.")),
    "commune-from-above": (
        _("No commune is given; the row above has %(place)s."),
        _("Say whether this person is of the same commune."),
    ),
    "commune-not-then": (
        _("%(place)s did not exist on %(day)s."),
        _("Write the commune that it was at the time of the application."),
    ),
    "district-differs": (
        _("The commune does not lie in this district; %(place)s was found."),
        _("Say whether that is meant."),
    ),
    "commune-in-address": (
        _("The commune was taken from the address: %(place)s."),
        _("Check that this is right."),
    ),
    "commune-by-reach": (
        _("Several communes have this name; the one of your area was taken: %(place)s."),
        _("Check that this is right."),
    ),
    "not-in-reach": (
        _("%(place)s is not in the area of your account."),
        _("Leave the row to the office of that commune, or ask the province to enter it."),
    ),
    "no-office": (
        _("The people's committee of %(place)s is not yet known to the program."),
        _("Ask the province to add it, then upload the file again."),
    ),
    # dates
    "date-unclear": (_("This date cannot be read."), _SEE_DATES),
    "date-empty": (_("This date cannot be read."), _SEE_DATES),
    "date-no-such-day": (_("There is no such day in that month."), _REWRITE),
    "date-no-such-month": (_("There is no such month."), _REWRITE),
    "date-month-first": (_("The month stands before the day."), _SEE_DATES),
    "date-short-year": (
        _("The year has only two digits."),
        _("Write the year with four digits and upload the file again."),
    ),
    "date-bare-number": (_("A number alone is not a date."), _SEE_DATES),
    "date-too-early": (_("The date lies before 1900."), _REWRITE),
    "date-in-the-future": (_("This day has not come yet."), _REWRITE),
    "date-not-whole": (_("Day, month and year are all needed here."), _SEE_DATES),
    "date-too-old": (_("The date lies before %(year)s, when no such procedure existed."), _REWRITE),
    "date-column-mixed": (
        _("Row %(row)s of this column has the month first, so this date can mean two days."),
        _("Write all dates of the column as day/month/year and upload the file again."),
    ),
    "date-is-a-year": (
        _("Excel made a day of the year %(year)s: the cell has the format of a date."),
        _("Give the cell the format “Text”, type the year again and upload the file again."),
    ),
    "short-year-read": (_("The year of two digits is read as %(year)s."), _("Check that this is right.")),
    "number-unclear": (_("This is not a whole number."), _REWRITE),
    "contact-twice": (
        _("The day %(day)s stands there twice; it is entered once."),
        _("Check whether another day was meant."),
    ),
    # the procedure
    "form-unclear": (
        _("It cannot be told whether this means at home or in the community."),
        _("Write Tại gia đình or Tại cộng đồng."),
    ),
    "breach-unclear": (
        _("It cannot be told whether this is a breach of the law or of the commitment."),
        _("Choose what to enter; the words of the list are kept as well."),
    ),
    "breach-missing": (
        _("There are breach minutes but it is not said what was done."),
        _("Choose what to enter."),
    ),
    "ends-twice": (
        _("The row has both a certificate and breach minutes."),
        _("Keep the one that is true and upload the file again."),
    ),
    "partner-missing": (
        _("“%(other)s” is filled in, so this column is needed as well."),
        _("Fill it in and upload the file again."),
    ),
    "order": (
        "%(said)s",
        _("Compare the dates with the papers, correct them in the list and upload the file again."),
    ),
    "no-regime": ("%(said)s", _("Check the date of the application.")),
    "detox-unusual": (
        _("Detoxification of %(days)s days is unusual (%(minimum)s to %(maximum)s days)."),
        _("Check both dates."),
    ),
    "form-missing": (
        _("It is not said whether it was at home or in the community."),
        _("Choose what to enter."),
    ),
    "contact-outside": (
        _("The contact of %(day)s lies outside this rehabilitation."),
        _("Check the date, correct it in the list and upload the file again."),
    ),
    # other rows and people
    "row-twice": (_("The row is the same as row %(row)s."), _("Nothing to do: it is entered once.")),
    "paper-twice": (
        _("Row %(row)s of the same commune has the same number in the same year."),
        _("Compare with the papers, correct it in the list and upload the file again."),
    ),
    "row-like": (
        _("The row looks like the same person as row %(row)s (%(name)s)."),
        _("Decide whether it is somebody else, or leave it out."),
    ),
    "person-like": (
        _("A file that looks like the same person exists: %(who)s."),
        _("Compare both and decide."),
    ),
    "person-like-elsewhere": (
        _("A file that looks like the same person exists at an office that you cannot see."),
        _("Ask the province; or say why this is somebody else."),
    ),
    "known-more": (
        _("This person and application were entered before; the list now says more: %(columns)s."),
        _("Decide whether to add it to the file."),
    ),
    "number-taken-elsewhere": (
        _("This citizen number already belongs to a file at an office that you cannot see."),
        _("Compare it with the paper. If it is right, ask the province."),
    ),
    "known-differs": (
        _(
            "This application was entered before; what is written differently now (%(columns)s) is not changed."
        ),
        _("Correct it on the page of the person, with a reason."),
    ),
    "not-entered": ("%(said)s", _("Correct the list, or enter the person on the page “New person”.")),
}

DOUBTS: Final[Mapping[str, Words]] = {
    "unknown-province": _("the first three digits, %(number_says)s, are no province"),
    "sex-differs": _("its fourth digit says another sex"),
    "birth-year-differs": _("it says born in %(number_says)s"),
    "synthetic-number": _("it is a made-up number"),
}
