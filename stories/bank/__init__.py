"""The values, questions and concepts that come with Prepsite, and what owners add to them."""
