"""
Parts of a scenario, and numbers that say where they come from (decision D14).

A number is written bare, or with its provenance; a bare one inherits the source and the grade of
the nearest part around it that has them, so that a planner writes them once for a whole office.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, NamedTuple, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, ValidationError, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from onestop_sim.terms import Grade

_UNIT_OF_SUFFIX = {"_s": "s", "_min": "min", "_h": "h", "_d": "d", "_wd": "wd", "_share": "share"}


class Figure(NamedTuple):
    """A number as a list of assumptions shows it: the value, its unit and its range (None: no range)."""

    value: float
    unit: str
    low: float | None
    high: float | None


class Part(BaseModel):
    """Every part of a scenario: immutable, deaf to misspelt keys, to infinities and to yes for a number."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False, validate_default=True
    )

    @model_validator(mode="before")
    @classmethod
    def _truth_is_not_a_number(cls, given: Any) -> Any:
        """Python takes True for 1: here it is accepted only where a yes or no is asked for."""
        if isinstance(given, Mapping):
            lies: list[InitErrorDetails] = [
                {
                    "type": PydanticCustomError("truth_for_number", "not a yes or no"),
                    "loc": (name,),
                    "input": value,
                }
                for name, value in given.items()
                if name in cls.model_fields
                and _has_truth(value)
                and not _takes_truth(cls.model_fields[name].annotation)
            ]
            if lies:
                raise ValidationError.from_exception_data(cls.__name__, lies)
        return given

    def figure(self) -> Figure | None:
        """Return the one number that this part is about; None when it is made of other parts."""
        return None

    def with_figure(self, value: float) -> Self:
        """
        Return this part with another number in the place of its own; what is checked when read is not here.

        Raises:
            TypeError: the part is made of other parts (a defect of the caller).
        """
        raise TypeError(f"{type(self).__name__} is about no number: {value}")


class Sourced(Part):
    """A part that may say where its numbers come from."""

    source: str | None = None
    """Law, report, page or person that the numbers were read from."""
    grade: Grade | None = None
    """How well the numbers are founded."""
    note: str | None = None
    """Anything a reader of the number should know."""


class Assumed(Sourced):
    """
    A number with its provenance; in YAML bare, or ``{value, low, high, source, grade, note}``.

    >>> Assumed.model_validate(3).value
    3.0
    >>> Assumed.model_validate({"value": 3, "low": 2, "high": 5, "grade": "assumption"}).high
    5.0
    """

    value: float
    """The number itself, in the unit that the name of its field says."""
    low: float | None = None
    """Smallest value that would not surprise."""
    high: float | None = None
    """Largest value that would not surprise."""

    @model_validator(mode="before")
    @classmethod
    def _a_bare_number_is_enough(cls, given: Any) -> Any:
        return given if isinstance(given, Mapping | Assumed) else {"value": given}

    @model_validator(mode="after")
    def _the_range_holds_the_value(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise PydanticCustomError("range_half_given", "a range has a low and a high end")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            raise PydanticCustomError(
                "range_without_value",
                "the range does not hold the value",
                {"low": self.low, "high": self.high, "value": self.value},
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors that a bare number will do."""
        schema = handler.resolve_ref_schema(handler(core))
        with_provenance = dict(schema)
        bare = {**with_provenance["properties"]["value"], "title": with_provenance["title"]}
        schema.clear()
        schema["anyOf"] = [bare, with_provenance]
        return schema

    def __float__(self) -> float:
        return self.value

    def figure(self) -> Figure:
        """Return value and range; the unit is said by the name of the field that holds the number."""
        return Figure(self.value, "", self.low, self.high)

    def with_figure(self, value: float) -> Self:
        """Return the same assumption with another value."""
        return self.model_copy(update={"value": value})


Share = Annotated[float, Field(ge=0, le=1)]
"""A part of a whole, 0 to 1."""
Positive = Annotated[float, Field(gt=0)]
"""A number above zero."""


class ShareValue(Assumed):
    """An assumed part of a whole, 0 to 1."""

    value: Share
    """The share, 0 to 1."""
    low: Share | None = None
    """Smallest share that would not surprise."""
    high: Share | None = None
    """Largest share that would not surprise."""


class PositiveValue(Assumed):
    """An assumed number above zero."""

    value: Positive
    """The number, above zero, in the unit that the name of its field says."""
    low: Positive | None = None
    """Smallest value that would not surprise."""
    high: Positive | None = None
    """Largest value that would not surprise."""


class CountValue(Assumed):
    """An assumed number of dossiers, 0 or more; what is no whole number is rounded when it is used."""

    value: Annotated[float, Field(ge=0)]
    """The number, 0 or more."""
    low: Annotated[float, Field(ge=0)] | None = None
    """Smallest number that would not surprise."""
    high: Annotated[float, Field(ge=0)] | None = None
    """Largest number that would not surprise."""


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """
    One line of a list of assumptions.

    Attributes:
        path:      where the number stands in the scenario, "offices.land.available_share".
        value:     the number; the mean of a distribution.
        unit:      s, min, h, d (days of the reader), wd (working days), share, n (a count), or "".
        low, high: range, in the same unit; None where no range is given.
        source:    where the number comes from; None when neither it nor a part around it says so.
        grade:     how well it is founded; None likewise.
    """

    path: str
    value: float
    unit: str
    low: float | None
    high: float | None
    source: str | None
    grade: Grade | None


def assumptions(model: Part) -> list[AssumptionRow]:
    """
    Return every number of a tree of parts, in the order of its fields; a distribution is one row.

    What a planner writes as text (dates, times of day, shifts) is no number, whatever it is inside.
    """
    return list(_rows(model, model.model_dump(mode="json"), _Around()))


def unit_of(field: str) -> str:
    """
    Return the unit that the name of a field says, "" when it says none.

    >>> unit_of("effort_s"), unit_of("supplement_share"), unit_of("n_officers"), unit_of("speed")
    ('s', 'share', 'n', '')
    """
    if field == "n" or field.startswith("n_"):
        return "n"
    if field == "share":
        return "share"
    return next((unit for suffix, unit in _UNIT_OF_SUFFIX.items() if field.endswith(suffix)), "")


class _Around(NamedTuple):
    """What a number inherits from the parts around it: its path, its field, source and grade."""

    path: tuple[str, ...] = ()
    field: str = ""
    source: str | None = None
    grade: Grade | None = None

    def row(self, figure: Figure) -> AssumptionRow:
        """Return the row of a number that stands here."""
        unit = figure.unit or unit_of(self.field)
        return AssumptionRow(
            ".".join(self.path), figure.value, unit, figure.low, figure.high, self.source, self.grade
        )

    def inside(self, name: object, field: str | None = None) -> "_Around":
        """Return what holds for a named field, or for an entry of a mapping or list in the same field."""
        return self._replace(path=(*self.path, str(name)), field=self.field if field is None else field)


def _rows(value: Any, dumped: Any, around: _Around) -> Iterator[AssumptionRow]:
    """Walk a value beside its written form, which tells numbers from what is written as text."""
    if isinstance(dumped, str):
        return
    if isinstance(value, Sourced) and (value.source is not None or value.grade is not None):
        around = around._replace(source=value.source, grade=value.grade)
    if isinstance(value, BaseModel):
        figure = value.figure() if isinstance(value, Part) else None
        if figure is not None:
            yield around.row(figure)
            return
        for name in type(value).model_fields:
            yield from _rows(getattr(value, name), dumped[name], around.inside(name, name))
    elif isinstance(value, Mapping):
        for inner, (name, inner_dumped) in zip(value.values(), dumped.items(), strict=True):
            yield from _rows(inner, inner_dumped, around.inside(name))
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for number, (inner, inner_dumped) in enumerate(zip(value, dumped, strict=True), start=1):
            yield from _rows(inner, inner_dumped, around.inside(number))
    elif isinstance(value, int | float) and not isinstance(value, bool | Enum):
        yield around.row(Figure(float(value), "", None, None))


def _has_truth(value: Any) -> bool:
    """Tell whether a value is yes or no, or a list or mapping that holds one."""
    if isinstance(value, Mapping):
        return any(isinstance(inner, bool) for inner in value.values())
    if isinstance(value, list | tuple):
        return any(isinstance(inner, bool) for inner in value)
    return isinstance(value, bool)


def _takes_truth(annotation: Any) -> bool:
    """Tell whether yes or no may be meant: asked for by the annotation, or left to the fields of a model."""
    if annotation is bool or annotation is Any:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_takes_truth(inner) for inner in get_args(annotation) if inner is not get_origin(annotation))
