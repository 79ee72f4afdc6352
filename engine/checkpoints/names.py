"""The models that are known by a name, and where each comes from; no torch."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

MAIN = "ACE-Step/Ace-Step1.5"
"""The repository on the hub that VAE and text encoder of all of them come from, and turbo itself."""

TURBO = "acestep-v15-turbo"


@dataclass(frozen=True)
class Named:
    """A model of the hub: the repository, the folder in it ("" is all of it), and which of `families` it is of."""

    repository: str
    folder: str
    size: str

    @property
    def address(self) -> str:
        """Its hub id, with the folder."""
        return f"{self.repository}/{self.folder}" if self.folder else self.repository

    @property
    def local(self) -> str:
        """What the folder of its transformer is called where several lie side by side."""
        return self.folder or self.repository.split("/")[1]


def _variant(name: str) -> Named:
    return Named(f"ACE-Step/acestep-v15-{name}", "", "5B" if name.startswith("xl-") else "2B")


NAMES: dict[str, Named] = {
    "turbo": Named(MAIN, TURBO, "2B"),
    **{
        name: _variant(name)
        for name in (
            "turbo-shift1",
            "turbo-shift3",
            "turbo-continuous",
            "base",
            "sft",
            "xl-turbo",
            "xl-base",
            "xl-sft",
        )
    },
}


def known(model: str) -> Named | None:
    """The model of a name, in whatever case it is written."""
    return NAMES.get(model.lower())


def published(model: str) -> Named | None:
    """As `known`, also by the hub id of its repository or of that one in the layout of diffusers, at any revision."""
    repository = model.split("@")[0].lower().removesuffix("-diffusers")
    by_id = (each for each in NAMES.values() if repository in (each.repository.lower(), each.address.lower()))
    return known(model) or next(by_id, None)


def near(model: str) -> str:
    """` (did you mean "..."?)` where the name of a model is close, else an empty text."""
    close = difflib.get_close_matches(model[:100].lower(), ["pocket", *NAMES], n=1, cutoff=0.7)
    return f' (did you mean "{close[0]}"?)' if close else ""
