"""A working folder for a new council, and what is packaged to fill it with."""
