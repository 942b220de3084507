"""The pages about the law."""
