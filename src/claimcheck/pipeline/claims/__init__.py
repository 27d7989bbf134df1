"""What a claim consists of: agent, predicate, outcomes, qualifiers."""
