"""A payment provider that takes no money: as much of Stripe as the product asks, reached by Stripe's own client."""
