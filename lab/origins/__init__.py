"""The build network's origins: https servers of fixed content, as a company's file server and a host of the internet would be."""
