"""A browser's end of a stream: its first window, a second monitor, a question before both."""
