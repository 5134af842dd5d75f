"""How much what people hear counts."""

from __future__ import annotations

from simulation.fields import Section, Share, belief

NIELSEN = "stated trust in Nielsen (2012) divided by that in friends; the mapping is ours"
NIELSEN_MAIL = "emails one signed up for, Nielsen (2012), recalled; the mapping is ours"
EISEND = "direction: disclosure lowers credibility, Eisend et al. (2020); the size is ours"
SWEEP = "East et al. (2008); Goldenberg et al. (2007)"


class Credibility(Section):
    """Weight of one message by who speaks, relative to a friend."""

    friend: Share = belief(1.0, "A friend: the unit of this table", "share", low=1.0, high=1.0)
    acquaintance: Share = belief(0.9, "An acquaintance", "share", low=0.6, high=1.0)
    public: Share = belief(
        0.76, "A stranger's public post", "share", low=0.5, high=0.95, source=NIELSEN
    )
    koc: Share = belief(0.85, "A key opinion consumer", "share", low=0.6, high=1.0)
    kol: Share = belief(0.75, "An opinion leader", "share", low=0.4, high=0.95)
    employee: Share = belief(0.85, "An employee", "share", low=0.5, high=1.0)
    brand: Share = belief(0.63, "The brand's own pages", "share", low=0.3, high=0.8, source=NIELSEN)
    advertising: Share = belief(0.2, "An advertisement", "share", low=0.1, high=0.5)
    news: Share = belief(0.6, "A news report", "share", low=0.3, high=0.9)
    expert: Share = belief(
        0.85, "An expert body, a certificate, an independent test", "share", low=0.6, high=1.0
    )
    member: Share = belief(
        0.7, "The brand in its own group, or a message meant for oneself", "share",
        low=0.4, high=0.9, source=NIELSEN_MAIL,
    )  # fmt: skip


class Hear(Section):
    """How exposures add up in a listener's mind."""

    credibility: Credibility = Credibility()
    disclosed_factor: Share = belief(
        0.67,
        "Credibility kept by a message that says it is paid",
        "share",
        low=0.5,
        high=1.0,
        source=EISEND,
    )
    rewarded_factor: Share = belief(
        0.85, "Credibility kept by a recommendation that earns a reward", "share", low=0.6, high=1.0
    )
    employee_bad_factor: float = belief(
        2.0,
        "Weight of an employee's bad word against anybody else's",
        "ratio",
        low=1.0,
        high=4.0,
        evidence="practitioner_claim",
        source="client's article S4 (row 123), without a number",
        ge=0.0,
    )
    fidelity: Share = belief(
        0.5,
        "Share of a message that each retelling keeps where the brand is not clear at all",
        "share",
        low=0.2,
        high=0.9,
    )
    confirmation: float = belief(
        0.0,
        "What messages gain once two kinds of voices have been heard",
        "ratio",
        low=0.0,
        high=0.5,
        ge=0.0,
    )
    uncertainty: float = belief(
        1.0,
        "Messages' worth of doubt that remains whatever is heard",
        "messages",
        low=0.3,
        high=3.0,
        gt=0.0,
    )
    negativity: float = belief(
        1.5,
        "Weight of a bad message against a good one",
        "ratio",
        low=0.7,
        high=2.0,
        evidence="published",
        source=SWEEP,
        ge=0.0,
    )
    memory_days: float = belief(
        30.0,
        "Mean time for which what was heard is kept in mind",
        "days",
        low=10.0,
        high=60.0,
        gt=0.0,
    )
    day_saturation: float = belief(
        3.0,
        "Messages in one day that together count half",
        "messages",
        low=1.0,
        high=10.0,
        gt=0.0,
    )
    attention_per_week: float = belief(
        20.0,
        "Messages in a week at which further ones count half",
        "messages",
        low=6.0,
        high=60.0,
        gt=0.0,
    )
