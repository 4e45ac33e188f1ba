"""The team's server: what other machines may ask of this inbox, over HTTP. So far, the platforms' webhooks."""
