"""Learning the model from labelled logs. Only numpy, on one core; the same logs give the same model."""
