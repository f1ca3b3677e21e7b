"""Today's menu."""
