"""Mutations of one noun, one file each."""
