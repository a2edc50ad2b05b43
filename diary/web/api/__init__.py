"""The REST API for patients' phones: ``/api/v1``, described by its own OpenAPI document."""
