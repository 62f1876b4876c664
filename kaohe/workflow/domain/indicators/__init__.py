"""Individual and elastic indicators (个性指标、弹性指标): what a unit sets, and what it enters by them (S0-6, S0-7)."""
