"""The public endpoints, one file each, in the order of the API description."""
