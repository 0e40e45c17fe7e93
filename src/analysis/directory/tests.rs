//! Criteria, words and dates, on records made for it.
