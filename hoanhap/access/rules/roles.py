"""What a role is: a file in `definitions/roles/` that lists powers. People get a role through a dated grant."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Role(BaseModel):
    """A named set of powers (`room.verb`), with titles and the legal basis of the post.

    `works_in`: over an area, or inside one organisation; a grant of the one kind never serves for the other.
    `second_factor`: who holds it signs in in two steps.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z][a-z-]*$")
    title: dict[str, str]
    powers: frozenset[str]
    legal_basis: str
    note: str = ""
    second_factor: bool = False
    works_in: Literal["area", "organisation"] = "area"
