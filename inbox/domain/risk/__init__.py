"""What in a reply needs somebody else's word: readable rules, and the reading of a text by them."""
