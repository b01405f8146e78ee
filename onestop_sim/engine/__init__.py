"""What happens: a pure function from a Plan to an EventLog, on SimPy."""
