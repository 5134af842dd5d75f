"""Credit: whom each tactic, event and the consumers' own talk brought, beside what it cost."""

from __future__ import annotations

import numpy as np

from simulation.results.measured import Measured
from simulation.results.outcomes.base import NOT_NEGATIVE, SHARE
from simulation.results.record import Columns
from simulation.results.statistics import Estimate, estimate, mean_sample, ratio_sample, within
from simulation.results.tables import columns_of, tactic_names, tactic_values

PER = 1000.0
"""Messages for which customers are counted."""


def percent_from(measured: Measured, strategy: str, source: str) -> Estimate:
    """What percent of its customers had heard a source last before they first bought."""
    runs = measured.of(strategy)
    bought = np.array([float(run.daily["customers"][-1]) for run in runs])
    found = estimate(ratio_sample(100.0 * tactic_values(runs, source, "customers"), bought))
    return within(found, (0.0, 100.0))


def customers_from(measured: Measured, strategy: str, source: str) -> Estimate:
    """How many customers of a run had heard a source last before they first bought."""
    values = tactic_values(measured.of(strategy), source, "customers")
    return within(estimate(mean_sample(values)), NOT_NEGATIVE)


def on_their_own(measured: Measured, strategy: str) -> tuple[Estimate, Estimate]:
    """Customers who had heard nothing of anybody: how many of a run, and in percent of all."""
    runs = measured.of(strategy)
    bought = np.array([float(run.daily["customers"][-1]) for run in runs])
    told = sum(
        (tactic_values(runs, each, "customers") for each in tactic_names(runs)), 0.0 * bought
    )
    found = estimate(mean_sample(bought - told))
    share = estimate(ratio_sample(100.0 * (bought - told), bought))
    return within(found, NOT_NEGATIVE), within(share, (0.0, 100.0))


def credit(measured: Measured) -> Columns:
    """Customers by what they heard last before they first bought, beside what it cost.

    A row for each strategy and source: ``organic`` is the consumers' own talk, events have rows
    too; whom nobody told anything is in no row. Last touch says who closed, not what would have
    happened without: compare strategies for that.
    """
    rows = []
    for strategy in measured.facts.names:
        runs = measured.of(strategy)
        bought = np.array([float(run.daily["customers"][-1]) for run in runs])
        for tactic in tactic_names(runs):
            customers = tactic_values(runs, tactic, "customers")
            cost = tactic_values(runs, tactic, "cost")
            heard = tactic_values(runs, tactic, "exposures")
            share = within(estimate(ratio_sample(customers, bought)), SHARE)
            price = within(estimate(ratio_sample(cost, customers)), NOT_NEGATIVE)
            worked = within(estimate(ratio_sample(PER * customers, heard)), NOT_NEGATIVE)
            many = customers_from(measured, strategy, tactic)
            rows.append(
                (
                    strategy,
                    tactic,
                    *(float(values.mean()) for values in (cost, heard, customers)),
                    *(many.low, many.high),
                    *(share.value, share.low, share.high),
                    *(price.value, price.low, price.high),
                    *(worked.value, worked.low, worked.high),
                )
            )
    names = [
        *("strategy", "tactic", "cost", "exposures", "customers"),
        *("customers_ci_low", "customers_ci_high"),
        *("share_of_customers", "share_ci_low", "share_ci_high"),
        *("cost_per_customer", "cost_ci_low", "cost_ci_high"),
        *("customers_per_thousand_exposures", "per_thousand_ci_low", "per_thousand_ci_high"),
    ]
    return columns_of(names, rows)
