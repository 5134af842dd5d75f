"""Scenarios to start from, as text and as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulation.errors import ScenarioError
from simulation.scenario import Scenario, load_scenario

Write = Callable[..., Path]
Errors = Callable[[str], list[str]]

MINIMAL = """\
question: Do paid referrals bring more customers?
brand:
  price: 200
  unit_cost: 120
  owners_at_start: 0.02   # somebody must be able to talk
strategies:
  do_nothing: []
  referral:
    - kind: referral_reward
      referrer: 20        # yuan
      referee: 10
outcomes: [customers, romi]
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a file into the present folder and name it relatively, as people do."""
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "launch.yaml") -> Path:
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def errors(write: Write) -> Errors:
    """Lines of the message that a scenario of this text gives."""

    def errors(text: str) -> list[str]:
        with pytest.raises(ScenarioError) as caught:
            load_scenario(write(text))
        return str(caught.value).splitlines()

    return errors


@pytest.fixture
def minimal(write: Write) -> Scenario:
    """The minimal scenario of the guide."""
    return load_scenario(write(MINIMAL))
