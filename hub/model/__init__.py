"""The nouns that rooms share: Query, Facts, Decision, Plan, Outcome, Reply, and what they are made of."""
