"""Several programs at one inbox in a file: one has it, the others join it, and one of them goes on in its place."""
