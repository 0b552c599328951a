"""The kit of a campaign: what others take to replicate it, in one ZIP that is never stale, and each part alone.

`parts` is what a channel hands in, `composition` what a kit consists of now, `versions` which number that is,
`building` makes the ZIP. Every way out asks for the composition as of now, and so for visibility.
"""
