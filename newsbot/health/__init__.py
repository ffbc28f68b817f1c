"""Whether an outlet is well: rules on its own history, what is told of it, and to whom; it never crawls."""
