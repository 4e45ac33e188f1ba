"""What holds for every test: nothing reaches the keyring of whoever runs them."""

from __future__ import annotations

import os

os.environ["INBOX_SECRETS"] = "file"
