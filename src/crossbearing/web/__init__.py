"""The workbench: a thin shell over views and pages."""
