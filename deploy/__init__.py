"""How the product is prepared, served and translated on a machine."""
