//! Memory that searches share one after the other, so that a small question on a large network does
//! not pay for the size of the network.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::search::weight::Weight;

/// States for which room is kept between searches.
const KEPT: usize = 1_000_000;

/// Reusable memory of one search at a time; grows to the largest network it has seen, about 48 bytes
/// per state, and gives back what only few searches need.
#[derive(Debug, Default)]
pub struct Workspace {
    /// By state, the least weight from there to a destination; absent where none can be reached.
    pub(crate) potentials: Stamped<Weight>,
    /// By state, the best label that reached it in this search.
    pub(crate) best: Stamped<u32>,
    /// Vertices a path may not visit again.
    pub(crate) visited: Stamped<()>,
    /// Places a path has left.
    pub(crate) left: Stamped<()>,
    /// The labels of this search.
    pub(crate) labels: Vec<Label>,
    /// Labels that wait to be expanded.
    pub(crate) queue: BinaryHeap<Reverse<Waiting>>,
    /// States that wait in the backward search.
    pub(crate) backward: BinaryHeap<Reverse<(Weight, u32)>>,
}

impl Workspace {
    /// Gives memory back after a search of very many states.
    pub(crate) fn give_back(&mut self) {
        if self.potentials.len() > KEPT {
            *self = Self::default();
        }
    }
}

/// A way to reach a state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    pub(crate) state: u32,
    /// The last arc, or [`NONE`] where the search began.
    pub(crate) arc: u32,
    /// The label before, or [`NONE`].
    pub(crate) parent: u32,
    pub(crate) weight: Weight,
}

/// Marks the absence of an arc or label.
pub(crate) const NONE: u32 = u32::MAX;

/// A label in the queue: by estimate of the whole path, then weight so far, finished paths last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Waiting {
    pub(crate) estimate: Weight,
    pub(crate) weight: Weight,
    pub(crate) is_end: bool,
    pub(crate) label: u32,
}

/// Values by number that are all forgotten at once in constant time.
#[derive(Debug, Default)]
pub(crate) struct Stamped<T> {
    cells: Vec<(u32, T)>,
    now: u32,
}

impl<T: Copy + Default> Stamped<T> {
    /// For how many numbers there is room.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Forgets everything and makes room for numbers below `len`.
    pub(crate) fn clear(&mut self, len: usize) {
        if self.cells.len() < len {
            self.cells.resize(len, (0, T::default()));
        }
        self.now = self.now.checked_add(1).unwrap_or_else(|| {
            self.cells.fill((0, T::default()));
            1
        });
    }

    pub(crate) fn get(&self, at: u32) -> Option<T> {
        let (stamp, value) = self.cells[at as usize];
        (stamp == self.now).then_some(value)
    }

    pub(crate) fn has(&self, at: u32) -> bool {
        self.cells[at as usize].0 == self.now
    }

    pub(crate) fn set(&mut self, at: u32, value: T) {
        self.cells[at as usize] = (self.now, value);
    }
}
