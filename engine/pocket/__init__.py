"""The pocket model: the small checkpoint that ships with the package, and the program that made it."""
