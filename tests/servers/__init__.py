"""Servers that the suite starts for itself where none is given: nobody has to prepare a machine for the tests."""
