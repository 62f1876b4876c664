"""What happens without anybody asking: deadlines, the outbox with the cycles' progress, the archives' seals."""
