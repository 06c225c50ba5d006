"""Plans: what runs changed or would change, invoice by invoice, and the decisions about them."""
