"""Ratios against the bare parts, measured side by side in one run. Machines differ; ratios less so."""
