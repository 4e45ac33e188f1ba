"""The standard rules' English half, a module a subject; `standard_en` puts it together."""
