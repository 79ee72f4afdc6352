"""The models that are known by a name, and where each comes from; no torch."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

MAIN = "ACE-Step/Ace-Step1.5"
"""The repository on the hub that VAE and text encoder of all of them come from, and turbo itself."""

TURBO = "acestep-v15-turbo"
_SHARED_GB = 1.5


@dataclass(frozen=True)
class Named:
    """A model of the hub: the repository, the folder in it ("" is all of it), what it is, and GB of its transformer."""

    repository: str
    folder: str
    size: str
    transformer_gb: float

    @property
    def address(self) -> str:
        """Its hub id, with the folder."""
        return f"{self.repository}/{self.folder}" if self.folder else self.repository

    @property
    def local(self) -> str:
        """What the folder of its transformer is called where several lie side by side."""
        return self.folder or self.repository.split("/")[1]

    @property
    def gigabytes(self) -> float:
        """About what is fetched in all, VAE and text encoder included."""
        return self.transformer_gb + _SHARED_GB


def _variant(name: str) -> Named:
    large = name.startswith("xl-")
    size, gigabytes = ("5B", 9.5) if large else ("2B", 4.7)
    return Named(f"ACE-Step/acestep-v15-{name}", "", size, gigabytes)


NAMES: dict[str, Named] = {
    "turbo": Named(MAIN, TURBO, "2B", 4.7),
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
