"""The audit trail as somebody reads it: narrowed down, checked link by link, taken along under the agency's seal."""
