"""What a fresh account does not have."""
def leftovers(): return []
