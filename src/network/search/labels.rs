//! Ways as chains of labels: reading them back, and which of two comes first.

use crate::network::search::space::Net;
use crate::network::search::workspace::Label;
use crate::network::search::workspace::NONE;

/// The label a way begins with and its arcs, for the way that a label stands for. O(steps).
pub(crate) fn way_to(labels: &[Label], label: u32) -> (Label, Vec<u32>) {
    let mut arcs = Vec::new();
    let mut at = labels[label as usize];
    while at.arc != NONE {
        arcs.push(at.arc);
        at = labels[at.parent as usize];
    }
    arcs.reverse();
    (at, arcs)
}

/// Whether the arcs of one way come before those of another, both (label, last arc) of equal
/// length. O(steps since they parted).
pub(crate) fn precedes(net: Net<'_>, labels: &[Label], a: (u32, u32), b: (u32, u32)) -> bool {
    let ((mut at_a, mut arc_a), (mut at_b, mut arc_b)) = (a, b);
    while at_a != at_b {
        let (label_a, label_b) = (labels[at_a as usize], labels[at_b as usize]);
        if label_a.arc == NONE || label_b.arc == NONE {
            break;
        }
        if label_a.arc != label_b.arc {
            (arc_a, arc_b) = (label_a.arc, label_b.arc);
        }
        (at_a, at_b) = (label_a.parent, label_b.parent);
    }
    let order = |arc: u32| net.order.get(arc as usize);
    order(arc_a) < order(arc_b)
}
