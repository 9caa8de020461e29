"""What the product costs, in ratios measured in one run; `make bench` prints them."""
