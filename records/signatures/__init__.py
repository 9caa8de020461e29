"""Who has signed a document that was issued, on paper or on a page, and who is still to sign."""
