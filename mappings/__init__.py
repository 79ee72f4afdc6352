"""Controller mappings and the layouts and patches that go with them."""
