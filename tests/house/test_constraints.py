"""Every package that the project installs, directly or not, has one tested version."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def pinned(root: Path) -> dict[str, list[Requirement]]:
    """Pins of constraints.txt by canonical name."""
    pins: dict[str, list[Requirement]] = {}
    for line in (root / "constraints.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            pin = Requirement(line)
            pins.setdefault(canonicalize_name(pin.name), []).append(pin)
    return pins


def installed_for(name: str, extras: frozenset[str], seen: set[str]) -> set[str]:
    """Follow the requirements of an installed distribution down to the last one."""
    try:
        requirements = distribution(name).requires or ()
    except PackageNotFoundError:  # of another platform, or of an extra that is not installed
        return seen
    seen.add(canonicalize_name(name))
    for requirement in map(Requirement, requirements):
        marker = requirement.marker
        wanted = marker is None or any(marker.evaluate({"extra": e}) for e in extras or {""})
        if wanted and canonicalize_name(requirement.name) not in seen:
            installed_for(requirement.name, frozenset(requirement.extras), seen)
    return seen


def test_the_file_holds_names_and_versions_only(root: Path) -> None:
    lines = (root / "constraints.txt").read_text("utf-8").splitlines()
    pin = re.compile(r'[\w.-]+==[\w.]+(; python_version (<|>=) "3\.\d+")?')
    assert [line for line in lines if line and line[0] != "#" and not pin.fullmatch(line)] == []


def test_one_pin_for_each_package_and_python(root: Path) -> None:
    for python in ("3.11", "3.12", "3.13"):
        for name, pins in pinned(root).items():
            here = [
                pin
                for pin in pins
                if pin.marker is None or pin.marker.evaluate({"python_version": python})
            ]
            assert len(here) == 1, f"{name} on Python {python}: {here}"


def test_everything_that_is_installed_is_pinned(root: Path) -> None:
    names = installed_for("womsim", frozenset({"", "dev"}), set())
    if not names:
        pytest.skip("womsim is not installed here: `make test` does that")
    assert "numpy" in names
    assert "pytest" in names
    assert names - {"womsim"} - pinned(root).keys() == set()
