"""What leaves newsbot: feed files made from the store; never asks the web."""
