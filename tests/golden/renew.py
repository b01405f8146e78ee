"""Writes the golden run anew, after a change that is meant to move numbers."""

import json

from tests.golden.run import GOLDEN, golden_run

if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(golden_run(), indent=1) + "\n", encoding="utf-8")
    print(f"{GOLDEN} is new; say **Numbers change** in CHANGELOG.md")
