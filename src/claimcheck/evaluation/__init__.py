"""How right the pipeline is: figures with intervals, against baselines, on annotated pages."""
