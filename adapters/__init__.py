"""What speaks to the platforms: one folder each, knowing nothing of the house but its adapter port."""
