"""What is decided before the doors open: the Plan and the only dice in the house."""
