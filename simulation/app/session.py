"""What one visitor has open: language, screen, scenario, run and comparison."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import solara

from simulation.app.draft import Draft, open_draft
from simulation.app.uploads import Uploads
from simulation.cli.called import as_typed
from simulation.errors import SimulationError
from simulation.language import Language, in_language, say

if TYPE_CHECKING:
    from simulation.app.comparing import Comparing
    from simulation.app.live import Live

ENGLISH = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")
"""What only an English sentence has."""

SCREENS = ("start", "market", "strategies", "watch", "compare", "save")


class Session:
    """The state of one visitor; screens read it and are drawn anew when it changes."""

    def __init__(self, language: Language, file: Path | None) -> None:
        self.language: solara.Reactive[Language] = solara.reactive(language)
        self.screen: solara.Reactive[str] = solara.reactive("market" if file else "start")
        self.draft: solara.Reactive[Draft | None] = solara.reactive(None)
        self.error: solara.Reactive[str] = solara.reactive("")
        self.live: solara.Reactive[Live | None] = solara.reactive(None)
        self.is_playing: solara.Reactive[bool] = solara.reactive(False)
        self.comparing: solara.Reactive[Comparing | None] = solara.reactive(None)
        self.tick: solara.Reactive[int] = solara.reactive(0)
        """Grows when something that is no value of its own has changed: a day, a run."""
        self.uploads = Uploads()
        if file is not None:
            self.attempt(lambda: self.open(open_draft(file)))

    def say(self, text: str, **values: Any) -> str:
        """A text in the visitor's language, with its places filled."""
        with in_language(self.language.value):
            said = say(text)
        return said.format(**values) if values else said

    def retell(self, text: str) -> str:
        """A text that is kept in English, in the visitor's language where it is known."""
        from simulation.results.retold import retell

        with in_language(self.language.value):
            return retell(text)

    def currency(self) -> str:
        """The currency of the open scenario, as the visitor writes it behind an amount."""
        from simulation.results.numbers import currency_name

        draft = self.draft.value
        with in_language(self.language.value):
            return "" if draft is None else currency_name(draft.scenario.currency)

    def unit(self, unit: str) -> str:
        """A unit in the visitor's words; money by its name."""
        first, _, rest = unit.partition(" ")
        if first != "money":
            return self.say(unit) if unit else ""
        return " ".join(filter(None, [self.currency(), self.say(rest) if rest else ""]))

    def note_on(self, error: str) -> str:
        """That a message is in English, where the visitor reads another language."""
        is_foreign = self.language.value != "en" and ENGLISH.search(error) is not None
        return self.say("Messages of mistakes are in English") if is_foreign else ""

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do something; what a user did wrong is shown, and False comes back."""
        try:
            with in_language(self.language.value):
                action()
        except SimulationError as error:
            self.error.value = as_typed(str(error))
            return False
        self.error.value = ""
        return True

    def open(self, draft: Draft) -> None:
        """Take another scenario; its runs and comparisons begin anew."""
        self.draft.value = draft
        self.forget_runs()

    def edit(self, key: str, value: object) -> bool:
        """Write a setting; a wrong one is refused with the command's message."""
        return self.change(lambda draft: draft.edit(key, value))

    def change(self, change: Callable[[Draft], Draft]) -> bool:
        """Take a changed scenario; a wrong one is refused with the command's message."""
        draft = self.draft.value
        if draft is None:
            return False

        def take() -> None:
            self.draft.value = change(draft)
            self.forget_runs()

        return self.attempt(take)

    def forget_runs(self) -> None:
        """Take away what was watched of a scenario that is another one now."""
        self.is_playing.value = False
        self.live.value = None

    def go(self, screen: str) -> None:
        """Show another screen."""
        self.error.value = ""
        self.is_playing.value = False
        self.screen.value = screen

    def progress(self) -> None:
        """Say that something has moved on."""
        self.tick.value += 1

    def close(self) -> None:
        """Stop what runs and remove what was uploaded."""
        if self.comparing.peek() is not None:
            self.comparing.peek().cancel()
        self.uploads.close()
