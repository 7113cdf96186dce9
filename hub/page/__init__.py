"""An answer as a page for people: pure, from the bytes of an uppgiftssvar/1 to words.

reading.py  bytes (JSON or XML) to a plain tree       parts.py     one source's part of an answer
blocks.py   what a page is made of                    answer.py    the whole page
overview.py who, and what became of their sources     since.py     what has changed since the last answer
incomes.py  the table of incomes                      glance.py    the short page: what must not be missed
words.py    codes and names in Swedish                labels.py    field names in Swedish
figures.py  numbers, days and moments                 generic.py   any section, also an unknown one
noticed.py  that there was nothing to notice          asides.py    words explained, and care of the protected
markup.py   a page as one HTML file (style.py)        terminal.py  a page in a terminal
"""

from hub.page.answer import page_of
from hub.page.blocks import Page
from hub.page.glance import glance_of
from hub.page.markup import html
from hub.page.reading import answer_of
from hub.page.terminal import show
from hub.page.words import Words

__all__ = ["Page", "Words", "answer_of", "glance_of", "html", "page_of", "show"]
