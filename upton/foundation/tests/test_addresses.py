"""Every address has a declared audience; one that was never declared is nobody's (ORG-3)."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import HttpResponse
from django.urls import include, path

from upton.foundation import addresses
from upton.foundation.addresses import ANYONE, DEMO, DEVICES, SIGNED_IN, Audience, address, audience_of, table
from upton.policy import dated


def answer(request, number=0):
    """Answer."""
    return HttpResponse(str(number))


class TestAddress:
    def test_carries_its_audience_and_methods(self):
        routed = address("x/", answer, name="x", may="facts.browse", methods=("GET",))
        assert audience_of(routed.callback) == Audience("facts.browse", ("GET",))

    def test_leaves_the_view_itself_undeclared(self):
        address("x/", answer, name="x", may=ANYONE)
        assert audience_of(answer) is None

    def test_gives_the_same_view_another_audience_elsewhere(self):
        first, second = (address("x/", answer, name="x", may=may) for may in (ANYONE, SIGNED_IN))
        assert [audience_of(one.callback).may for one in (first, second)] == [ANYONE, SIGNED_IN]

    def test_passes_on_what_the_route_names(self):
        routed = address("x/", answer, name="x", may=ANYONE, number=4)
        assert routed.callback(None, **routed.default_args).content == b"4"


class TestTable:
    def test_has_no_address_without_an_audience(self):
        assert [one.route for one in table() if not one.audience.may] == []

    def test_names_only_rights_of_the_policy(self):
        known = {*dated.words("rights"), ANYONE, SIGNED_IN, DEMO, *DEVICES}
        assert {one.audience.may for one in table()} <= known

    def test_lists_each_name_once(self):
        names = [one.name for one in table()]
        assert len(names) == len(set(names))

    def test_shows_an_undeclared_one_without_an_audience(self, monkeypatch):
        inner = [path("b/", answer, name="b"), address("a/", answer, name="a", may=ANYONE)]
        resolver = SimpleNamespace(url_patterns=[path("in/", include((inner, "inn"), namespace="inn"))])
        monkeypatch.setattr(addresses, "get_resolver", lambda: resolver)
        assert [(one.name, one.route, one.audience.may) for one in table()] == [
            ("inn:a", "/in/a/", ANYONE),
            ("inn:b", "/in/b/", ""),
        ]
