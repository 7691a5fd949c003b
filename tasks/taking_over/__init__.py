"""Taking over: an answer somebody already gave for the same matter becomes a row's proposal."""
