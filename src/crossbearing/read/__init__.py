"""Report → Reading: one stage a file, in the order that `pipeline` names."""
