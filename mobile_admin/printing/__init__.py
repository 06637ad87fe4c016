"""How an official notice looks on paper, and the program that prints it in a sandbox."""
