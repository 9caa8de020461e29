"""Referrals to others: sent under a permission, answered or chased, followed up before they close."""
