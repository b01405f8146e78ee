"""What it means: counts, rates and times read from an event log."""
