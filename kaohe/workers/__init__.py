"""What happens without anybody asking: deadlines, the outbox with the cycles' progress, deliveries, the archives' seals.

What there is to do stands in the database. Messages only wake a worker up, or name a row by its ids: a broker that loses
them, or repeats them, changes nothing but the moment.
"""
