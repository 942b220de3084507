"""What a medicine is: the shape of `definitions/medicines/`."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["high", "medium", "low", "default"]
Unit = Literal["ml", "tablet", "capsule", "ampoule"]


class Medicine(BaseModel):
    """One medicine in the form in which it is counted: each has its own stock book.

    `mg_per_unit`: milligrams of the substance in one unit. `packs`: usual sizes, in units. `confidence` says how sure we
    are of what is written here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)
    edition: int = Field(ge=1)
    title: dict[str, str]
    substance: str
    unit: Unit
    mg_per_unit: Decimal = Field(gt=0)
    is_substitution: bool
    is_controlled: bool
    used_in: tuple[Literal["substitution", "detoxification"], ...]
    registration_numbers: tuple[str, ...]
    packs: tuple[Decimal, ...]
    legal_basis: str
    confidence: Confidence
    note: str

    @property
    def is_counted_whole(self) -> bool:
        """Whether a unit is never divided: tablets, capsules, ampoules."""
        return self.unit != "ml"

    def units_of(self, dose_mg: Decimal) -> Decimal:
        """How many units hold this dose, exactly. Raises ValueError where no number with three decimals does."""
        units = dose_mg / self.mg_per_unit
        if units != units.quantize(Decimal("0.001")) or (self.is_counted_whole and units * 2 % 1):
            raise ValueError(f"{dose_mg} mg is no whole quantity of {self.code}")
        return units

    def mg_of(self, units: Decimal) -> Decimal:
        """Milligrams of the substance in so many units."""
        return units * self.mg_per_unit
