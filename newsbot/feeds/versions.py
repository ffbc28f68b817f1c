"""The version of a line's schema, and what each version changed; it makes no schema."""

SCHEMA_VERSION = "1.0"
"""MAJOR.MINOR: a new field is a minor change; one that goes, or changes its type or meaning, a major one."""

CHANGES = {
    "1.0": "The 32 fields of the first release.",
}
"""What each version changed, for consumers; docs/fields.md tells the same."""
