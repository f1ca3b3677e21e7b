"""Where parcels are."""
