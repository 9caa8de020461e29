"""Caseloads: how many people a worker works with and what that weighs, and cases given to another worker together."""
