"""Files on their way in: reading, understanding and proposing. Nothing here writes to the database."""
