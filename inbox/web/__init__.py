"""The same screens in a browser: a page of ours, a login at the team's server, and a program for each open page."""
