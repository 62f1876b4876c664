"""What the ratios of doors, deadlines and workers share: a body with one large cycle, and how a gate is carried out."""
