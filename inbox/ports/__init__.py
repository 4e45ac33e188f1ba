"""The contracts between the rooms of the house."""
