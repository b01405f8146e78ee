"""
How long something takes: distributions written by a planner, turned into seconds by the dice.

A duration is never sampled: `quantile` is the inverse distribution function, so that a dossier
keeps its luck when the distribution changes (decision D3). Numbers are in the unit that `unit`
names; a day is as long as the reader says: a working day for offices, 24 hours for the post.
"""

import math
import re
from abc import abstractmethod
from typing import Annotated, Any, Final, Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from scipy import special

from onestop_sim.errors import UserError
from onestop_sim.scenario.assumed import Figure, Sourced

Uniforms = npt.NDArray[np.float64]
Seconds = npt.NDArray[np.float64]
WholeSeconds = npt.NDArray[np.int64]

WORKING_DAY_S: Final = 28_800
"""Eight hours."""
LONGEST_S: Final = 10**10
"""No duration is longer (three centuries): sums of durations stay far below `terms.NEVER`."""

Unit = Literal["s", "min", "h", "d"]
"""Seconds, minutes, hours, or days whose length the reader supplies."""
Amount = Annotated[float, Field(ge=0, le=1e6)]
"""A length of time in the unit of its distribution."""
PositiveAmount = Annotated[float, Field(gt=0, le=1e6)]
"""A length of time above zero in the unit of its distribution."""

_SECONDS: Final = {"s": 1.0, "min": 60.0, "h": 3600.0}
_SHORT: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(s|min|h|d)\s*")


class DistributionBase(Sourced):
    """What all distributions can tell: mean, standard deviation and quantiles, in seconds."""

    unit: Unit
    """Unit of the numbers: s, min, h, or d (days as long as the reader says)."""
    range: tuple[Amount, Amount] | None = None
    """Smallest and largest mean that would not surprise, in the unit of the distribution."""

    @property
    @abstractmethod
    def own_mean(self) -> float:
        """Mean in the unit of the distribution."""

    @property
    @abstractmethod
    def own_sd(self) -> float:
        """Standard deviation in the unit of the distribution."""

    @abstractmethod
    def _own_quantile(self, u: Uniforms) -> Seconds:
        """Return the inverse distribution function in the unit of the distribution."""

    @abstractmethod
    def _scaled(self, factor: float) -> dict[str, Any]:
        """Return the parameters that have a unit, all multiplied by *factor*."""

    def unit_s(self, day_s: int = WORKING_DAY_S) -> float:
        """Return the length of the unit in seconds, with days of *day_s* seconds."""
        return _SECONDS.get(self.unit, float(day_s))

    def mean_s(self, day_s: int = WORKING_DAY_S) -> float:
        """Return the mean in seconds (before rounding), with days of *day_s* seconds."""
        return self.own_mean * self.unit_s(day_s)

    def sd_s(self, day_s: int = WORKING_DAY_S) -> float:
        """Return the standard deviation in seconds (before rounding), with days of *day_s* seconds."""
        return self.own_sd * self.unit_s(day_s)

    def quantile(self, u: Uniforms, day_s: int = WORKING_DAY_S) -> Seconds:
        """
        Return the inverse distribution function at *u*, float64 seconds, shape of *u*.

        Args:
            u:     uniforms in the open interval (0, 1); see `plan.dice.uniforms`.
            day_s: length of a day in seconds, for distributions given in days.
        """
        return self._own_quantile(np.asarray(u, dtype=np.float64)) * self.unit_s(day_s)

    def quantile_s(
        self, u: Uniforms, day_s: int = WORKING_DAY_S, factor: float | Uniforms = 1.0
    ) -> WholeSeconds:
        """
        Return durations, multiplied by *factor*, in whole seconds, int64, at least 0 and at most `LONGEST_S`.

        They are rounded up; a microsecond is forgiven: 1.1 h are 3,960 s although a computer disagrees.
        """
        seconds = np.ceil(self.quantile(u, day_s) * factor - 1e-6)
        return np.clip(seconds, 0, LONGEST_S).astype(np.int64)

    def with_mean(self, mean: float) -> Self:
        """
        Return the same shape stretched to another mean, in the unit of the distribution.

        Every quantile is multiplied by the same factor: each dossier keeps its luck.

        Raises:
            UserError: the mean is not above zero, or there is nothing to stretch (``mean_not_scalable``).
        """
        if not (mean > 0 and self.own_mean > 0):
            raise UserError("mean_not_scalable", mean=mean, present=self.own_mean)
        return self.model_copy(update=self._scaled(mean / self.own_mean))

    def with_figure(self, value: float) -> Self:
        """Return the same shape with another mean."""
        return self.with_mean(value)

    def figure(self) -> Figure:
        """Return the mean and its range: a distribution is one row in the list of assumptions."""
        low, high = self.range or (None, None)
        return Figure(self.own_mean, self.unit, low, high)

    @model_validator(mode="after")
    def _the_range_holds_the_mean(self) -> Self:
        if self.range is not None and not self.range[0] <= self.own_mean <= self.range[1]:
            low, high = self.range
            raise PydanticCustomError(
                "range_without_value",
                "the range does not hold the mean",
                {"low": low, "high": high, "value": self.own_mean},
            )
        return self


class Fixed(DistributionBase):
    """
    Always the same; in YAML also short: ``"12 min"``.

    >>> Fixed(unit="min", value=12).mean_s()
    720.0
    """

    kind: Literal["fixed"] = "fixed"
    """Name of the distribution."""
    value: Amount
    """The length of time."""

    @property
    def own_mean(self) -> float:
        """Mean in the unit of the distribution."""
        return self.value

    @property
    def own_sd(self) -> float:
        """Zero."""
        return 0.0

    def _own_quantile(self, u: Uniforms) -> Seconds:
        return np.full(u.shape, self.value)

    def _scaled(self, factor: float) -> dict[str, Any]:
        return {"value": self.value * factor}

    def with_mean(self, mean: float) -> Self:
        """Return the other length of time; zero is one too."""
        if not mean >= 0:
            raise UserError("mean_not_scalable", mean=mean, present=self.own_mean)
        return self.model_copy(update={"value": mean})


class Exponential(DistributionBase):
    """Without memory: the end is as near after an hour as at the beginning."""

    kind: Literal["exponential"] = "exponential"
    """Name of the distribution."""
    mean: PositiveAmount
    """Mean."""

    @property
    def own_mean(self) -> float:
        """Mean in the unit of the distribution."""
        return self.mean

    @property
    def own_sd(self) -> float:
        """As large as the mean."""
        return self.mean

    def _own_quantile(self, u: Uniforms) -> Seconds:
        return -self.mean * np.log1p(-u)

    def _scaled(self, factor: float) -> dict[str, Any]:
        return {"mean": self.mean * factor}


class _MeanAndSd(DistributionBase):
    """A shape given by the mean and the standard deviation of the length of time itself."""

    mean: PositiveAmount
    """Mean of the length of time itself (not of its logarithm)."""
    sd: PositiveAmount
    """Standard deviation of the length of time itself; at most a hundred means."""

    @property
    def own_mean(self) -> float:
        """Mean in the unit of the distribution."""
        return self.mean

    @property
    def own_sd(self) -> float:
        """Standard deviation in the unit of the distribution."""
        return self.sd

    def _scaled(self, factor: float) -> dict[str, Any]:
        return {"mean": self.mean * factor, "sd": self.sd * factor}

    @model_validator(mode="after")
    def _spread_is_of_this_world(self) -> Self:
        if self.sd > 100 * self.mean:
            raise PydanticCustomError(
                "sd_too_large", "sd beyond a hundred means", {"sd": self.sd, "mean": self.mean}
            )
        return self


class Lognormal(_MeanAndSd):
    """Product of many small influences: most are short, a few take very long."""

    kind: Literal["lognormal"] = "lognormal"
    """Name of the distribution."""

    def _own_quantile(self, u: Uniforms) -> Seconds:
        variance_of_log = math.log1p((self.sd / self.mean) ** 2)
        mean_of_log = math.log(self.mean) - variance_of_log / 2
        quantiles: Seconds = np.exp(mean_of_log + math.sqrt(variance_of_log) * special.ndtri(u))
        return quantiles


class Gamma(_MeanAndSd):
    """Sum of several memoryless stages."""

    kind: Literal["gamma"] = "gamma"
    """Name of the distribution."""

    def _own_quantile(self, u: Uniforms) -> Seconds:
        shape = (self.mean / self.sd) ** 2
        quantiles: Seconds = special.gammaincinv(shape, u) * (self.mean / shape)
        return quantiles


class Triangular(DistributionBase):
    """What an officer says when asked: at least, usually, at most."""

    kind: Literal["triangular"] = "triangular"
    """Name of the distribution."""
    low: Amount
    """Shortest."""
    mode: Amount
    """Most frequent."""
    high: PositiveAmount
    """Longest."""

    @property
    def own_mean(self) -> float:
        """Mean in the unit of the distribution."""
        return (self.low + self.mode + self.high) / 3

    @property
    def own_sd(self) -> float:
        """Standard deviation in the unit of the distribution."""
        left, right, width = self.mode - self.low, self.high - self.mode, self.high - self.low
        return math.sqrt((width**2 - left * right) / 18)

    def _own_quantile(self, u: Uniforms) -> Seconds:
        left, right, width = self.mode - self.low, self.high - self.mode, self.high - self.low
        rising = self.low + np.sqrt(u * width * left)
        falling = self.high - np.sqrt((1 - u) * width * right)
        quantiles: Seconds = np.where(u * width < left, rising, falling)
        return quantiles

    def _scaled(self, factor: float) -> dict[str, Any]:
        return {"low": self.low * factor, "mode": self.mode * factor, "high": self.high * factor}

    @model_validator(mode="after")
    def _low_mode_high(self) -> Self:
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            raise PydanticCustomError(
                "triangle_out_of_order",
                "low <= mode <= high and low < high",
                {"low": self.low, "mode": self.mode, "high": self.high},
            )
        return self


class Empirical(DistributionBase):
    """Values that were seen, as they are: nothing between them, nothing beyond them."""

    kind: Literal["empirical"] = "empirical"
    """Name of the distribution."""
    values: Annotated[tuple[Amount, ...], Field(min_length=1)]
    """Values seen, in any order."""
    weights: tuple[Annotated[float, Field(ge=0, le=1e9)], ...] | None = None
    """How often each was seen, in the order of `values`; left out: each once."""

    @property
    def own_mean(self) -> float:
        """Mean in the unit of the distribution."""
        return math.fsum(p * v for v, p in self._sorted())

    @property
    def own_sd(self) -> float:
        """Standard deviation in the unit of the distribution."""
        mean = self.own_mean
        return math.sqrt(math.fsum(p * (v - mean) ** 2 for v, p in self._sorted()))

    def _sorted(self) -> list[tuple[float, float]]:
        """Return values and their probabilities, by value; values of weight zero are left out."""
        weights = self.weights or (1.0,) * len(self.values)
        total = math.fsum(weights)
        return sorted((v, w / total) for v, w in zip(self.values, weights, strict=True) if w > 0)

    def _own_quantile(self, u: Uniforms) -> Seconds:
        values, chances = np.array(self._sorted()).T
        # The last step is left out: whatever the rounding of the sum, the largest value takes the rest.
        quantiles: Seconds = values[np.searchsorted(np.cumsum(chances)[:-1], u, side="left")]
        return quantiles

    def _scaled(self, factor: float) -> dict[str, Any]:
        return {"values": tuple(value * factor for value in self.values)}

    @model_validator(mode="after")
    def _a_weight_for_each_value(self) -> Self:
        if self.weights is None:
            return self
        if len(self.weights) != len(self.values):
            raise PydanticCustomError(
                "weights_do_not_match",
                "one weight for each value",
                {"values": len(self.values), "weights": len(self.weights)},
            )
        if not sum(self.weights) > 0:
            raise PydanticCustomError("weights_all_zero", "some weight above zero")
        return self


def _written_short(given: Any) -> Any:
    """Turn ``"12 min"`` into a fixed distribution; a bare number has no unit and is refused."""
    if isinstance(given, str):
        match = _SHORT.fullmatch(given)
        if match:
            return {"kind": "fixed", "value": float(match[1]), "unit": match[2]}
    if isinstance(given, str | int | float):
        raise PydanticCustomError(
            "duration_unreadable",
            "not a number with a unit",
            {"given": given, "known": ["s", "min", "h", "d"]},
        )
    return given


_AnyDistribution = Annotated[
    Fixed | Exponential | Lognormal | Gamma | Triangular | Empirical, Field(discriminator="kind")
]
ShortDuration = Annotated[str, Field(pattern=r"^\s*\d+(\.\d+)?\s*(s|min|h|d)\s*$")]
"""A number and a unit: "12 min", "3 d"."""
Distribution = Annotated[
    _AnyDistribution, BeforeValidator(_written_short, json_schema_input_type=ShortDuration | _AnyDistribution)
]
"""Any of the six; in YAML a mapping with `kind`, or a fixed one as ``"12 min"``."""
