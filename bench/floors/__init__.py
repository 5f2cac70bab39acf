"""The least that each thing measured could cost."""
