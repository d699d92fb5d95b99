"""A region of AWS on loopback: moto, with the gaps closed that overflow's stack, provider and scaler meet."""
