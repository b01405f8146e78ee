"""What is shown: pages, sheets and exports."""
