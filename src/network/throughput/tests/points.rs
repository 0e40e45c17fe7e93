//! What is read off flows, against plain ways of finding the same.

mod by_hand;
mod nets;
mod networks;
mod stages;
