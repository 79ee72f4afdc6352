"""Surfaces that are drawn from the table of controls and the mapping files: for TouchOSC, Max, Pure Data and others."""
