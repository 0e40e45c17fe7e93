//! What stages can give: by hand, and on random networks against a program for linear problems.
