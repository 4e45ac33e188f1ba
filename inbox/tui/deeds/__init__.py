"""What the actions do: each deed asks what is missing, hands a command to the desk, and says what came of it."""
