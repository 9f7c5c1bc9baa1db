"""What an owner's stories and answers cover, and what to do about the gaps."""
