//! The forest of a basis: what each vertex owns, where it leads, and who leads to it.
//!
//! Source and sink own nothing and know no children: nothing is ever walked from them.

use crate::network::flow::simplex::Ends;
use crate::network::flow::simplex::NONE;

/// A vertex of the forest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// What arrives at the next vertex per unit sent from here: the gain, or one by the gain if the arc leads here.
    pub(super) rate: f64,
    /// The vertex the owned arc leads to.
    pub(super) next: u32,
    /// The owned arc.
    pub(super) own: u32,
    /// Whether the owned arc begins here.
    pub(super) is_tail: bool,
    child: u32,
    left: u32,
    right: u32,
}

/// Vertices by number.
#[derive(Clone, Debug)]
pub(super) struct Forest {
    pub(super) nodes: Vec<Node>,
}

impl Forest {
    pub(super) fn new(vertices: usize) -> Self {
        let node = Node {
            rate: 1.0,
            next: NONE,
            own: NONE,
            is_tail: true,
            child: NONE,
            left: NONE,
            right: NONE,
        };
        Self {
            nodes: vec![node; vertices],
        }
    }

    pub(super) fn node(&self, vertex: u32) -> &Node {
        &self.nodes[vertex as usize]
    }

    fn node_mut(&mut self, vertex: u32) -> &mut Node {
        &mut self.nodes[vertex as usize]
    }

    /// Gives a vertex an arc at one of its ends, in place of the one it has, if any.
    pub(super) fn own(&mut self, vertex: u32, arc: u32, ends: Ends) {
        self.unlink(vertex);
        let is_tail = ends.tail == vertex;
        let next = if is_tail { ends.head } else { ends.tail };
        let first = self.node(next).child;
        let node = self.node_mut(vertex);
        node.rate = if is_tail {
            ends.gain
        } else {
            ends.gain.recip()
        };
        node.own = arc;
        node.next = next;
        node.is_tail = is_tail;
        node.left = NONE;
        node.right = first;
        self.node_mut(next).child = vertex;
        if first != NONE {
            self.node_mut(first).left = vertex;
        }
    }

    fn unlink(&mut self, vertex: u32) {
        let Node {
            next, left, right, ..
        } = *self.node(vertex);
        if next == NONE {
            return;
        }
        if left == NONE {
            self.node_mut(next).child = right;
        } else {
            self.node_mut(left).right = right;
        }
        if right != NONE {
            self.node_mut(right).left = left;
        }
    }

    /// The vertices that lead straight to this one.
    pub(super) fn children(&self, vertex: u32) -> impl Iterator<Item = u32> {
        let some = |it: u32| (it != NONE).then_some(it);
        let first = some(self.node(vertex).child);
        std::iter::successors(first, move |it| some(self.node(*it).right))
    }
}
