"""The same report by Polars and by pandas."""
