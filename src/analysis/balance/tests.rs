//! Balances worked out by hand.
