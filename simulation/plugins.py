"""How a new kind of tactic, event or network becomes known: by being defined.

A plug-in is a class with a ``kind``. Defining it, in a file of its folder or in a notebook's cell,
is enough for YAML, ``womsim list``, the documentation and the conformance tests to find it.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any, ClassVar, Self

from pydantic import ValidationInfo

from simulation.fields import Section, wrong


class Plugin(Section):
    """A kind of something that a scenario names by ``kind``.

    A family (tactics, events, networks) is a direct subclass with ``family`` set; its members are
    the subclasses of that with a ``kind``. Defining a kind again replaces it, as a notebook does.
    """

    family: ClassVar[str] = ""
    members: ClassVar[dict[str, type[Any]]]

    kind: str

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if "family" in cls.__dict__:
            cls.members = {}
            return
        kind = cls.model_fields["kind"].default
        if isinstance(kind, str):
            cls.members[kind] = cls

    @classmethod
    def read(cls, data: Any, info: ValidationInfo) -> Self:
        """Validate a mapping as the member that its ``kind`` names."""
        if isinstance(data, cls):
            return data
        if not isinstance(data, dict):
            raise wrong(f"{data!r} is not a {cls.family}. Write {{kind: ...}}.")
        kind = data.get("kind")
        if kind is None:
            raise wrong(f"kind is missing. Name one of: womsim list {cls.family}s.")
        if not isinstance(kind, str) or kind not in cls.members:
            raise wrong(
                f'no {cls.family} "{kind}". All: womsim list {cls.family}s.',
                str(kind),
                tuple(cls.members),
            )
        return cls.members[kind].model_validate(data, context=info.context)  # type: ignore[no-any-return]


def load_all(package: ModuleType) -> None:
    """Import every module of a package, so that the plug-ins defined in them are known."""
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
