"""Wrong keys and wrong values: place, fact and one remedy."""

from __future__ import annotations

import pytest

from simulation.errors import ScenarioError
from simulation.scenario import scenario_from
from tests.scenario.conftest import Errors, Write

REST = {"question": "Which?", "brand": {}, "strategies": {"none": []}}


def problem(**changes: object) -> str:
    """The one line about a scenario that is right but for these first-level keys."""
    with pytest.raises(ScenarioError) as caught:
        scenario_from({**REST, **changes})
    assert len(caught.value.problems) == 1, str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        # keys
        ({"strateges": {}}, "strateges: no such key. Use strategies."),
        ({"brand": {"prise": 5}}, "brand.prise: no such key. Use price."),
        (
            {"brand": {"price_sensitivity": 2}},
            "brand.price_sensitivity: no such key. Move it under consumers.decide.",
        ),
        ({"brand": {"seed": 2}}, "brand.seed: no such key. Move it to the first level."),
        ({"negativity": 2}, "negativity: no such key. Move it under consumers.hear."),
        (
            {"consumers": {"hear": {"lasts_dayz": 2}}},
            "consumers.hear.lasts_dayz: no such key. Use consumers.talk.lasts_days.",
        ),
        ({"roles": {"head_kol": 1}}, "roles.head_kol: no such key. Use kol_head."),
        (
            {"roles": {"astronaut": 1}},
            "roles.astronaut: no such key. Keys here: kol_head, kol_waist, kol_tail, koc, employee",
        ),
        ({"network": {"freinds": 3}}, "network.freinds: no such key. Use friends."),
        ({"network": {"follow": {"meen": 3}}}, "network.follow.meen: no such key. Use mean."),
        (
            {"media": {"channels": {"radio": {"half_spent": 3}}}},
            "media.channels.radio.half_spent: no such key. Use half_spend.",
        ),
        (
            {"events": [{"kind": "scandal", "day": 3, "share_of_awares": 0.1}]},
            "events[0].share_of_awares: no such key. Use share_of_aware.",
        ),
        (
            {"events": [{"kind": "scandal"}]},
            "events[0]: exactly one of day and chance_per_day is needed.",
        ),
        ({"weather": []}, "weather: no such key."),
        # kinds
        (
            {"events": [{"kind": "hire_kols"}]},
            "events[0].kind: hire_kols is a tactic. Move it under strategies.",
        ),
        (
            {"events": [{"kind": "scandl", "day": 1}]},
            'events[0].kind: no event "scandl". Use scandal; all: womsim list events.',
        ),
        (
            {"network": {"kind": "comunity"}},
            'network.kind: no network "comunity". Use community; all: womsim list networks.',
        ),
        (
            {"network": {"kind": "xyz"}},
            'network.kind: no network "xyz". All: womsim list networks.',
        ),
        ({"network": {"kind": ["a"]}}, "network.kind: no network a list. All: womsim list"),
        ({"network": "community"}, 'network: "community" is not a network. Write {kind: ...}.'),
        ({"events": {}}, "events: a mapping is given. Write a list: [...]."),
        # numbers
        ({"seed": 1.5}, "seed: 1.5 is not a whole number. Write a whole number."),
        ({"days": 1e2}, "days: 100.0 has a decimal point. Write 100."),
        ({"days": 0}, "days: 0 is outside 1 to 4094. Raise it."),
        ({"days": 5000}, "days: 5000 is outside 1 to 4094. Lower it."),
        ({"days": True}, "days: true is a truth value. Write a whole number."),
        ({"days": "many"}, 'days: "many" is text. Write a whole number.'),
        ({"days": "2.5"}, 'days: "2.5" is text. Write a whole number.'),
        ({"budget": "6万"}, 'budget: "6万" is text. Write 60000.'),
        ({"budget": "60k"}, 'budget: "60k" is text. Write 60000.'),
        ({"budget": "60 000"}, 'budget: "60 000" is text. Write 60000.'),
        ({"budget": -1}, "budget: -1 is below 0. Raise it."),
        ({"budget": float("nan")}, "budget: nan is not finite. Write a number."),
        ({"budget": float("inf")}, "budget: inf is not finite. Write a number."),
        ({"budget": [5]}, "budget: a list is given. Write a number."),
        ({"brand": {"quality": "60%"}}, 'brand.quality: "60%" is text. Write 0.6.'),
        ({"brand": {"quality": -0.1}}, "brand.quality: -0.1 is outside 0 to 1. Raise it."),
        ({"brand": {"quality": 250}}, "brand.quality: 250 is outside 0 to 1. Lower it."),
        ({"brand": {"price": 0}}, "brand.price: 0 is not above 0. Raise it."),
        (
            {"media": {"in_market_share": 0}},
            "media.in_market_share: 0 is outside above 0 to 1. Raise it.",
        ),
        ({"roles": {"koc": 1.5}}, "roles.koc: 1.5 is neither a share below 1 nor a whole number"),
        ({"roles": {"koc": -0.1}}, "roles.koc: -0.1 is neither a share below 1 nor a whole number"),
        ({"roles": {"koc": "3 %"}}, 'roles.koc: "3 %" is text. Write 0.03.'),
        # ranges
        (
            {"brand": {"quality": {"low": 0.1}}},
            "brand.quality: a range without its value. Add value: a number.",
        ),
        (
            {"brand": {"quality": {"value": 0.5, "low": 0.6}}},
            "brand.quality: 0.5 is below its own low (0.6). Lower low.",
        ),
        ({"brand": {"quality": {"value": 1.5}}}, "brand.quality.value: 1.5 is outside 0 to 1."),
        (
            {"brand": {"quality": {"value": 0.5, "high": 1.5}}},
            "brand.quality.high: 1.5 is outside 0 to 1. Write 0.015 for 1.5 %.",
        ),
        (
            {"brand": {"quality": {"value": 0.5, "evidence": "asumption"}}},
            'brand.quality.evidence: "asumption" is not one of measured, published, '
            "practitioner_claim, assumption. Use assumption.",
        ),
        (
            {"days": {"value": 50, "low": 1, "high": 90}},
            "days: a range on a choice. Give one number here and vary it in a sweep.",
        ),
        # words and texts
        (
            {"brand": {"revenue_model": "repeated"}},
            'brand.revenue_model: "repeated" is not one of one_off, repeat, subscription. Use',
        ),
        ({"currency": "yuan"}, 'currency: "yuan" does not fit. Write three capital letters, such'),
        ({"question": 5}, 'question: 5 is a number. Write it in quotes: "5".'),
        ({"question": {}}, "question: empty. Write"),
        ({"question": {"fr": "Quoi?"}}, 'question.fr: "fr" is not one of en, zh.'),
        ({"question": {"en": 5}}, 'question.en: 5 is a number. Write it in quotes: "5".'),
        ({"name": "my launch"}, 'name: "my launch" does not fit. Use letters, digits, _ and -.'),
        ({"outcomes": "romi"}, 'outcomes: "romi" is text. Write a list: [...].'),
        (
            {"outcomes": ["rmi"]},
            'outcomes[0]: no outcome "rmi". All: womsim list outcomes. Use romi.',
        ),
        ({"outcomes": []}, "outcomes: empty. Write at least one entry."),
        ({"outcomes": [5]}, "outcomes[0]: 5 is a number."),
        ({"decide_by": "rmi"}, 'decide_by: no outcome "rmi".'),
        ({"decide_by": "romi"}, "decide_by: romi is not among outcomes. Add it there."),
        (
            {"decide_by": {"outcome": "customers", "matters": -1}},
            "decide_by.matters: -1 is below 0.",
        ),
        ({"brand": []}, "brand: a list is given. Write keys and values below it: {key: value}."),
        ({"brand": "ours"}, 'brand: "ours" is text. Write keys and values below it'),
        # days
        ({"start_date": "soon"}, 'start_date: "soon" is text. Write a date such as 2026-03-01.'),
        ({"phases": {"late": 900}}, "phases.late: 900 is after the last day (179)."),
        ({"phases": {"a b": 9}}, "phases.a b: not a name."),
        ({"phases": [1]}, "phases: a list is given."),
        (
            {"events": [{"kind": "scandal", "day": "2026-03-01"}]},
            'events[0].day: phase "2026-03-01" is not in phases (none are named).',
        ),
        (
            {"events": [{"kind": "scandal", "day": -1}]},
            "events[0].day: -1 is before day 0. Raise it.",
        ),
        ({"events": [{"kind": "scandal", "day": 1.5}]}, "events[0].day: 1.5 is not a day."),
        # parts that belong together
        ({"baseline": "nothing"}, 'baseline: no strategy "nothing". Strategies: none.'),
        (
            {"brand": {"owners_at_start": 0.6, "aware_at_start": 0.6}},
            "brand.aware_at_start: owners_at_start and aware_at_start add up to 1.2.",
        ),
        (
            {"brand": {"every_days": 30}},
            "brand.every_days: only for revenue_model repeat. Remove it or write repeat.",
        ),
        ({"media": {"price_list": "douyin"}}, 'media.price_list: no price list "douyin".'),
        (
            {"strategies": {"a": [{"kind": "respond", "to_event": "batery"}]}},
            'strategies.a[0].to_event: no event "batery". Events here: none.',
        ),
        (
            {"strategies": {"a": [{"kind": "advertise", "channel": "vidio", "spend_per_day": 5}]}},
            'strategies.a[0].channel: no channel "vidio" in media.channels. Use video.',
        ),
        (
            {"strategies": {"a": [{"kind": "hire_kocs", "name": "organic"}]}},
            'strategies.a[0]: "organic" is the name of consumers\' own talk.',
        ),
        ({"outcomes": ["customers", "customers"]}, "outcomes[1]: customers is listed twice."),
    ],
)
def test_one_mistake_is_one_line(changes: dict[str, object], message: str) -> None:
    assert problem(**changes).startswith(message)


def test_an_event_and_a_tactic_cannot_share_a_name() -> None:
    said = problem(
        events=[{"kind": "scandal", "name": "x", "day": 3}],
        strategies={"a": [{"kind": "hire_kocs", "name": "x"}]},
    )
    assert said.startswith('strategies.a[0]: an event is named "x" too.')


def test_ten_problems_are_shown_in_file_order_and_the_rest_is_counted(errors: Errors) -> None:
    wrong = "".join(f"  x{i}: 1\n" for i in range(12))
    found = errors(f"question: Which?\nseed: one\nbrand:\n{wrong}strategies: {{a: []}}\n")
    assert len(found) == ScenarioError.limit + 1
    assert [line.split(" ")[0] for line in found[:3]] == [
        "launch.yaml:2:7",
        "launch.yaml:4:3",
        "launch.yaml:5:3",
    ]
    assert found[-1] == "and 3 more"


def test_what_is_missing_points_to_the_whole(errors: Errors) -> None:
    assert errors("days: 30\n") == [
        "launch.yaml:1:1 question: missing. Add it: what this scenario is to answer, "
        "in a sentence.",
        "launch.yaml:1:1 strategies: missing. Add it: what could be done, by name.",
    ]


def test_one_wrong_day_of_the_calendar_does_not_make_every_day_wrong(errors: Errors) -> None:
    text = (
        "question: Which?\nbrand: {}\ndays: none\nphases: {launch: 20}\n"
        "strategies: {a: [{kind: discount, share: .1, day: launch}]}\n"
    )
    assert errors(text) == ['launch.yaml:3:7 days: "none" is text. Write a whole number.']


def test_a_mistake_in_a_price_list_points_there(errors: Errors, write: Write) -> None:
    text = "question: Which?\nbrand: {}\nmedia: {price_list: mine.yaml}\nstrategies: {a: []}\n"
    assert errors(text) == [
        'launch.yaml:3:21 media.price_list: no file "mine.yaml" beside the scenario. '
        "Check the path."
    ]
    prices = (
        "dated: soon\nkoc: {fee_per_follower: -1}\nkol_tail: {fee_per_follower: 1}\n"
        "kol_waist: {fee_per_follower: 1}\nkol_head: {fee_base: 1}\n"
    )
    write(prices, "mine.yaml")
    assert errors(text) == [
        "mine.yaml:1:1 media.prices.currency: missing. Add it: ISO 4217 code.",
        'mine.yaml:1:8 media.prices.dated: "soon" is text. Write a date such as 2026-03-01.',
        "mine.yaml:2:25 media.prices.koc.fee_per_follower: -1 is below 0. Raise it.",
        "mine.yaml:5:11 media.prices.kol_head.fee_per_follower: missing. Add it: fee for each "
        "follower, in or outside this market.",
    ]


def test_brands_have_names_of_their_own() -> None:
    rivals = [{"name": "ours"}, {"name": "theirs"}, {"name": "theirs"}]
    with pytest.raises(ScenarioError) as raised:
        scenario_from({"question": "?", "strategies": {"none": []}, "rivals": rivals})
    keys = [problem.key for problem in raised.value.problems]
    assert keys == ["rivals[0].name", "rivals[2].name"]
