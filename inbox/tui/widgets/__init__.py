"""What is painted: lists and threads line by line, without a widget for each row."""
