"""A performer on stage, for whoever tests one."""

from tests.demond.performer.test_performer import stage

__all__ = ["stage"]
