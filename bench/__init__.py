"""Benchmarks: `make bench`. Figures are ratios of runs that alternate on one machine."""
