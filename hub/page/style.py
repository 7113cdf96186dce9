"""The style of the HTML page, for screen and A4. Every text has a contrast of at least 7:1."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto;
  padding: 1.5rem; max-width: 70rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.35rem; border-bottom: 2px solid #1a1a1a; margin-top: 2.5rem; }
h3 { font-size: 1.15rem; margin-top: 2rem; } h4 { font-size: 1rem; margin-top: 1.5rem; }
.notice { border: 2px solid #4d4d4d; padding: .5rem 1rem; margin: 1rem 0; }
.grave { border: 4px solid #8b0000; background: #fff2f2; color: #4a0000; }
.notice p { margin: .25rem 0; } .notice .title { font-weight: bold; }
small { color: #4d4d4d; font-size: .8em; }
dl { display: grid; grid-template-columns: minmax(0, 16rem) minmax(0, 1fr); gap: .15rem 1rem;
  margin: .5rem 0; }
dt { font-weight: bold; } dd { margin: 0; } dd p { margin: 0; }
dd:has(> dl, > ol, > .scroll) { grid-column: 1 / -1; padding-left: 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; overflow-wrap: normal; font-size: .8em; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border: 1px solid #767676; }
thead th { background: #ececec; } tbody th { font-weight: normal; }
.figures { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
ol { padding-left: 1.5rem; } li { margin: .5rem 0; }
.words { white-space: pre-line; } .kept { white-space: pre; }
td small, th small { overflow-wrap: anywhere; }
@media print {
  body { font-size: 10pt; padding: 0; max-width: none; }
  thead { display: table-header-group; }
  h2, h3, h4, caption, dt { break-after: avoid; }
  tr, .notice { break-inside: avoid; }
  .scroll { overflow: visible; }
  th, td { padding: .15rem .25rem; hyphens: auto; } table { font-size: 7.5pt; }
  td:not(.figures, .kept), tbody th { overflow-wrap: anywhere; }
  td:not(.figures, .kept) { min-width: 9em; }
  td:first-child:not(.figures, .kept), tbody th { min-width: 12em; }
  table { width: calc(100% - 1px); }
  table:has(.kept) { font-size: 7pt; } table:has(.kept) :is(th, td) { padding: .15rem .18rem; }
  .notice, thead th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""

SHEET = """
@page { size: A4; margin: 22mm 15mm 18mm;
  @top-left { content: "RUNNING"; font: 9pt sans-serif; white-space: nowrap; }
  @bottom-right { content: "Sida " counter(page) " av " counter(pages); font: 9pt sans-serif; }
}
"""
"""What stands on every printed sheet; RUNNING is a page's running text."""
