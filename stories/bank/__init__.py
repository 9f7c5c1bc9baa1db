"""The values, questions and concepts that Prepsite brings along, and what owners add to them."""
