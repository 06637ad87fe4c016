"""RFB 003.008, to both sides: what a browser may say, and how long what a desktop says is."""
