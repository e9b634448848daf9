"""The parts of the benchmark; `eval.bench` runs them."""
