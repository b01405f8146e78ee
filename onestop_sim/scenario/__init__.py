"""What is said: the scenario that a planner writes."""
