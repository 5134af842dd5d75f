"""How the people of this market behave, in the order of a day."""

from __future__ import annotations

from simulation.fields import Section
from simulation.scenario.settings.decide import Decide
from simulation.scenario.settings.experience import Experience
from simulation.scenario.settings.hear import Hear
from simulation.scenario.settings.talk import Talk


class Consumers(Section):
    """How people talk, hear, decide and experience."""

    talk: Talk = Talk()
    hear: Hear = Hear()
    decide: Decide = Decide()
    experience: Experience = Experience()
