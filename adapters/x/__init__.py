"""x"""
from adapters.x.parse import parse
