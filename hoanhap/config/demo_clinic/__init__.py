"""A made-up clinic for substitution treatment with two satellite points, and a year of its days.

People, staff and what is rare go through the operations; the tens of thousands of doses are copied into the tables, past
no trigger: the database judges each as it judges one from the window.
"""
