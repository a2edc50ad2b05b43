"""Every sentence that the program itself says to staff, and that no template holds."""
