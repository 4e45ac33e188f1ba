"""The work of the house: desks for people, intake, courier and watch for the platforms."""
