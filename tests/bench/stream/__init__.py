"""`make bench-stream`: how fast the stream is, beside a plain chat in the same run."""
