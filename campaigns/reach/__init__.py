"""How far campaigns reach. What was measured and what was reported are told apart, and never added up."""
