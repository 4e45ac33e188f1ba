"""The standard rules' German half, a module a subject; `standard_de` puts them together."""
