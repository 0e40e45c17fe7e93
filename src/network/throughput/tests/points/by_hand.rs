//! Everything that is read off one flow, worked out by hand.
