"""Programs of others that judge our files."""
