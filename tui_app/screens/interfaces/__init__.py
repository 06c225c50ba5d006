"""The first screen: the interfaces."""
