"""밖에서 열기: a link of the work zone opens in one's own Internet desktop. One way, and noted."""
