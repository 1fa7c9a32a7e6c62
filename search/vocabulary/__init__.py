"""The words of the field: which words, in which language and country, speak of the same thing."""
