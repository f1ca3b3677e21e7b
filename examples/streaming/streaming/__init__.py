"""Keeps the latest state of each customer from a Kafka topic in an encrypted file."""
