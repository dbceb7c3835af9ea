"""The drawer on other people's pages: who may show it, and who its visitor is without a cookie."""
