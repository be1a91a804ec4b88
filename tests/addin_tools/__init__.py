"""The add-in in a model of Excel, and the checks of its ribbon."""
