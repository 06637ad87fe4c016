"""What one domain asks and another answers, in some ten lines each."""
