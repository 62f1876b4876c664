"""What happens without anybody asking: deadlines, cycle progress, the outbox."""
