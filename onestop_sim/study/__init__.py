"""What we ask: many replications of a question, kept in a folder."""
