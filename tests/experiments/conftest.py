"""What the tests of experiments share."""

from __future__ import annotations

import pytest

from simulation.results import files


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out figures and report, which take longer than a tiny market lives."""
    leave_out_pictures(monkeypatch)


def leave_out_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where a fixture of a whole module is made."""
    monkeypatch.setattr(files, "write_figures", lambda *_: {})
    monkeypatch.setattr(files, "page", lambda *_: "")
