"""Audit of reported figures: do they add up, can they be true, and what would mend them."""
