"""Tests: unit, properties, theory, behaviour, golden, messages, architecture, benchmarks."""
