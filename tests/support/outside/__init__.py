"""An adapter that lies outside of adapters/, with the agreements of an installation that uses it."""
