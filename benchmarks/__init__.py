"""Accuracy, speed and growth: what is measured, and the gate that holds it."""
