"""What the admin asks of everybody who comes in, beside the password: a code of their phone, or one of those kept."""
