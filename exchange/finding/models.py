"""What the search keeps: the vocabulary, what people ask, the searches that they keep."""
