"""The benchmarks of `make bench`: ratios in one run, on a database of their own."""
