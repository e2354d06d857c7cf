"""What the demonstration draws: brand marks and attached papers, the same bytes for the same words."""
