"""Outreach: campaigns and their channels (radio, TV, press, forums, universities, social networks)."""
