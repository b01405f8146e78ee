"""What was seen: the columnar event log and the laws that it keeps."""
