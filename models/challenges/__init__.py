"""The two built-in codes, technical and organizational: features, classifier, training."""
