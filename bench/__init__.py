"""The benchmark (`make bench`): ratios between what kaohe does and the least that any program must do, or what peers do."""
