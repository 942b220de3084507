"""Django's PostgreSQL backend, told at connection time where the server is and who signs in."""
