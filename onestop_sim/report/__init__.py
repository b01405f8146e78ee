"""What is shown: pages and sheets, made from tables; nothing here runs anything."""
