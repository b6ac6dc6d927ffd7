"""Templates, tokens and scripts shared by the report and the workbench."""
