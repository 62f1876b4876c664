"""The archive (归档) as data: what a seal covers, what an exported file must hold, and how it is verified."""
