"""Finding what was said, in the stream and on the board, in Chinese and in English."""
