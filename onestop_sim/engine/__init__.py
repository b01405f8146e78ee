"""What happens: officers, clerks and the post act on a Plan, and an EventLog comes out."""
