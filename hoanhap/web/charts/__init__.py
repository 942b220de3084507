"""Charts drawn on the server: plain SVG without script or style, and the same numbers as a table beside it.

Nothing here knows the work: a chart gets numbers and the words for them. Altair describes it, vl-convert draws it;
both are loaded when the first chart is drawn (docs/decisions/2026-11-23-charts.md).
"""
