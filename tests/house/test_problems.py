"""Is the catalogue of problems whole: each told apart, each constant, each in use?"""

from __future__ import annotations

import re
from collections import Counter

from hub import problems
from hub.problems import Problem
from tests.support.house import HOUSE, modules, names


def test_each_has_a_code_of_its_own() -> None:
    slugs = Counter(one.slug for one in problems.catalogue())
    assert [slug for slug, count in slugs.items() if count > 1] == []
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)] == []


def test_titles_are_constant_and_say_different_things() -> None:
    titles = Counter(one.title for one in problems.catalogue())
    assert [title for title, count in titles.items() if count > 1] == []
    assert [title for title in titles if re.search(r"[{}%]|\.$", title) or not title.strip()] == []
    assert "title" not in vars(Problem("text")), "a problem's title is its class's"


def test_statuses_are_errors() -> None:
    assert [one.slug for one in problems.catalogue() if not 400 <= one.status < 600] == []


def test_all_problems_stand_in_the_catalogue() -> None:
    def below(kind: type[Problem]) -> set[type[Problem]]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    ours = {one for one in below(Problem) - {Problem} if one.__module__.startswith("hub.")}
    assert ours == set(problems.catalogue())
    assert {one.__module__ for one in ours} == {"hub.problems"}


def test_each_is_in_use() -> None:
    used = {
        name for file in modules(*HOUSE) if file.name != "hub/problems.py" for name, _ in names(file.tree)
    }
    assert [one.__name__ for one in problems.catalogue() if one.__name__ not in used] == []
