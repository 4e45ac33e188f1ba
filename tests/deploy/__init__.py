"""What stands around the program: SSH, a web server before it, systemd."""
