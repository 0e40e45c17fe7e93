//! Chance that is the same everywhere, for tests.

use crate::network::uncertainty::split_mix;

/// Numbers that look random and are the same everywhere (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, below: usize) -> usize {
        usize::try_from(split_mix(&mut self.0) % (below as u64)).unwrap()
    }

    pub(crate) fn number(&mut self, below: usize) -> u32 {
        u32::try_from(self.roll(below)).unwrap()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.roll(at + 1));
        }
    }
}
