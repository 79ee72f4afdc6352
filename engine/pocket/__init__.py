"""The pocket model: the small checkpoint that ships with the package; `making` is the program that made it."""
