"""The screens: what people see and press, over a Desk and nothing else of the house."""
