"""Turning a `ReportDocument` into files. Pure: the same document gives the same bytes."""
