"""Event-driven simulator of the Vietnamese one-stop shop (cơ chế một cửa, một cửa liên thông)."""
