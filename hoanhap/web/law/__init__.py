"""The pages about the law that the program follows: read it, fill what it leaves open, change it, keep its calendar."""
