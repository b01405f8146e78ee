"""`schema`: the JSON Schema of a scenario file, which editors complete and check with."""

from enum import IntEnum
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from onestop_sim.scenario.model import Scenario


class _AsWritten(GenerateJsonSchema):
    """Gives defaults as a file would say them: ``pause``, not the number of the word."""

    def encode_default(self, dft: Any) -> Any:
        return dft.name.lower() if isinstance(dft, IntEnum) else super().encode_default(dft)


def editor_schema() -> dict[str, Any]:
    """
    Return the schema of a scenario file; `extends`, `templates` and `like` are the file's own words.

    A file that extends another may leave out what its parent says, so nothing is required.
    """
    schema = Scenario.model_json_schema(schema_generator=_AsWritten)
    for part in (schema, *schema["$defs"].values()):
        if "properties" in part:
            part.pop("required", None)
            part["properties"]["like"] = {
                "type": ["string", "array"],
                "items": {"type": "string"},
                "description": "Name of a template, or names, each over the one before.",
            }
    schema["properties"] |= {
        "extends": {"type": "string", "description": "Scenario file that this one changes."},
        "templates": {"type": "object", "description": "Partial objects that `like` takes over."},
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
