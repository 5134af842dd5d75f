"""Paid media: how spending turns into exposures (carry-over, then saturation)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from simulation.market.actions import Transition

LEAST_HEARD = 0.01
"""Messages below which a day of carry-over is no longer worth a clock."""


class Channel(NamedTuple):
    """A paid channel.

    ``cost_per_exposure`` is money for one message that reaches somebody of this market;
    ``half_spend`` the money a day at which half of the exposures are lost to saturation;
    ``carryover_days`` the days until 5 % of a day's spending is left to work. ``acts_on`` are the
    steps of the journey that the channel presses on beside making itself heard, each with the
    log-odds that it adds when fully saturated.
    """

    cost_per_exposure: float
    carryover_days: float
    half_spend: float
    acts_on: tuple[tuple[Transition, float], ...] = ()


def carryover(days: float) -> float:
    """Share of yesterday's pressure that works today: 5 % is left after ``days`` (0: none).

    ``0.05 ** (1 / days)``; science section 4 (Trusov et al. 2009: 3 to 7 days for media).
    """
    return math.exp(math.log(0.05) / days) if days > 0.0 else 0.0


def adstock(pressure: float, spend: float, keep: float) -> float:
    """Today's working spend: ``keep * yesterday + (1 - keep) * spend``.

    The weights ``(1 - keep) keep^s`` of past spending add up to one, so nothing is won or lost.
    Source: Google Meridian documentation (normalised adstock).
    """
    return keep * pressure + (1.0 - keep) * spend


def hill(amount: float, half: float, slope: float = 1.0) -> float:
    """Saturation ``1 / (1 + (amount / half)^-slope)``: 0 at nothing, 1/2 at ``half``.

    Source: Google Meridian documentation (Hill after adstock).
    """
    if amount <= 0.0:
        return 0.0
    ratio = float((amount / half) ** slope)
    return ratio / (1.0 + ratio)


def exposures_bought(pressure: float, channel: Channel) -> float:
    """Messages heard today for a working spend: ``half / cost * hill(pressure)``.

    Nearly ``pressure / cost_per_exposure`` when small; half as much at ``half_spend``.
    """
    return channel.half_spend / channel.cost_per_exposure * hill(pressure, channel.half_spend)


class Pressure:
    """Working spend of every channel, by tactic: a channel saturates with all that is spent on it.

    Parameters
    ----------
    channels : mapping of str to Channel
        The paid media of a market.
    synergy : float
        Strength that two fully saturated channels add to each other's push (Naik & Raman 2003,
        abstract: channels that work together are worth more than their sum).

    Attributes
    ----------
    strength : dict of str to float
        How hard each channel pushes today: its saturation, 0 to 1, and what the others add.
    """

    def __init__(self, channels: Mapping[str, Channel], synergy: float = 0.0) -> None:
        self._channels = channels
        self._keeps = {name: carryover(c.carryover_days) for name, c in channels.items()}
        self._synergy = synergy
        self._by: dict[str, dict[str, float]] = {}
        self.strength: dict[str, float] = {}

    def pass_day(self, spent: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
        """Carry yesterday's pressure over, add today's spending, and return the messages heard.

        Parameters
        ----------
        spent : mapping of (channel, tactic) to float
            Money spent today.

        Returns
        -------
        dict of (channel, tactic) to float
            Messages heard today: the channel's, shared by working spend. A tactic whose pressure
            would be heard by less than a hundredth of a person is left out.
        """
        if not spent and not self._by:
            return {}
        for name, tactic in spent:
            self._by.setdefault(name, {}).setdefault(tactic, 0.0)
        heard: dict[tuple[str, str], float] = {}
        full: dict[str, float] = {}
        for name, by in self._by.items():
            channel = self._channels[name]
            keep = self._keeps[name]
            for tactic, pressure in by.items():
                by[tactic] = adstock(pressure, spent.get((name, tactic), 0.0), keep)
            total = math.fsum(by.values())
            bought = exposures_bought(total, channel)
            full[name] = hill(total, channel.half_spend)
            for tactic, pressure in by.items():
                messages = bought * pressure / total if total > 0.0 else 0.0
                if messages > LEAST_HEARD:
                    heard[name, tactic] = messages
        rest = math.fsum(full.values())
        self.strength = {
            name: own * (1.0 + self._synergy * (rest - own)) for name, own in full.items()
        }
        return heard
