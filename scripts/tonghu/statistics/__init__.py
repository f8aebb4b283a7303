"""From pages that define tables, and children, to what is published of them."""
