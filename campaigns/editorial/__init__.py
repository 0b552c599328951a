"""The editorial calendar: what goes out when, over all channels, states and campaigns."""
