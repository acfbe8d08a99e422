"""The handbook as pages of the service."""
