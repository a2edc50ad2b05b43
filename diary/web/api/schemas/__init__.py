"""What goes in and out, as pydantic models: they validate, and the OpenAPI document is theirs.

Everything is strict: a boolean is no number, an instant has an offset, unknown fields are refused.
"""
