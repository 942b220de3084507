"""Five made-up provinces that fit the five plans: from their records the scorecards give every published figure."""
