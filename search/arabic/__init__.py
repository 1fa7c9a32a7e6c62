"""How text becomes words that can be compared: normalise, split, stem, channels."""
