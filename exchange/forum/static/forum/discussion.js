// The live side of a discussion.
