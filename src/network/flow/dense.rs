//! The same by a dense simplex tableau with Bland's rule: slow and plain, the oracle of the tests.

use crate::network::flow::Flow;
use crate::network::flow::FlowError;
use crate::network::flow::FlowNet;

const EPSILON: f64 = 1e-9;

/// The most that arrives, then the least cost. O(rows · columns) per pivot; for small networks.
pub(in crate::network) fn solve(net: &FlowNet) -> Result<Flow, FlowError> {
    if let Some(along) = unbounded(net) {
        return Err(FlowError::Unbounded { along });
    }
    let mut tableau = Tableau::new(net);
    tableau.maximise(0);
    tableau.maximise(1);
    Ok(tableau.flow(net))
}

/// Arcs without capacity and with a gain from the source to the sink, by breadth-first search.
fn unbounded(net: &FlowNet) -> Option<Vec<u32>> {
    let mut reached: Vec<Option<Option<u32>>> = vec![None; net.vertex_count as usize];
    reached[net.source as usize] = Some(None);
    let mut queue = std::collections::VecDeque::from([net.source]);
    while let Some(at) = queue.pop_front() {
        for (arc, it) in (0_u32..).zip(&net.arcs) {
            let is_open = it.tail == at && it.capacity.is_infinite() && it.gain > 0.0;
            if is_open && reached[it.head as usize].is_none() {
                reached[it.head as usize] = Some(Some(arc));
                queue.push_back(it.head);
            }
        }
    }
    let mut along = Vec::new();
    let mut at = net.sink;
    while let Some(Some(arc)) = reached[at as usize] {
        along.push(arc);
        at = net.arcs[arc as usize].tail;
    }
    along.reverse();
    (!along.is_empty()).then_some(along)
}

/// Rows of constraints `≤`, slack columns after those of arcs, the right side last; two rows of objectives.
struct Tableau {
    rows: Vec<Vec<f64>>,
    basis: Vec<usize>,
    objectives: [Vec<f64>; 2],
    arc_count: usize,
    /// By vertex, its row.
    balance: Vec<Option<usize>>,
    pivots: u64,
}

impl Tableau {
    fn new(net: &FlowNet) -> Self {
        let arc_count = net.arcs.len();
        let between = (0..net.vertex_count).filter(|it| *it != net.source && *it != net.sink);
        let mut balance = vec![None; net.vertex_count as usize];
        let mut constraints: Vec<(Vec<f64>, f64)> = Vec::new();
        for vertex in between {
            let mut row = vec![0.0; arc_count];
            for (at, it) in net.arcs.iter().enumerate() {
                row[at] += if it.tail == vertex { 1.0 } else { 0.0 };
                row[at] -= if it.head == vertex { it.gain } else { 0.0 };
            }
            balance[vertex as usize] = Some(constraints.len());
            constraints.push((row, 0.0));
        }
        for (at, it) in net.arcs.iter().enumerate() {
            if it.capacity.is_finite() {
                let mut row = vec![0.0; arc_count];
                row[at] = 1.0;
                constraints.push((row, it.capacity));
            }
        }
        let width = arc_count + constraints.len() + 1;
        let rows = constraints.iter().enumerate().map(|(at, (row, bound))| {
            let mut full = vec![0.0; width];
            full[..arc_count].copy_from_slice(row);
            full[arc_count + at] = 1.0;
            full[width - 1] = *bound;
            full
        });
        let mut objectives = [vec![0.0; width], vec![0.0; width]];
        for (at, it) in net.arcs.iter().enumerate() {
            objectives[0][at] = if it.head == net.sink { -it.gain } else { 0.0 };
            objectives[1][at] = it.cost;
        }
        Self {
            basis: (arc_count..width - 1).collect(),
            rows: rows.collect(),
            objectives,
            arc_count,
            balance,
            pivots: 0,
        }
    }

    /// Pivots until nothing improves an objective without harm to the ones before.
    fn maximise(&mut self, objective: usize) {
        let width = self.objectives[0].len();
        loop {
            let entering = (0..width - 1).find(|column| {
                let before = &self.objectives[..objective];
                before.iter().all(|it| it[*column].abs() <= EPSILON)
                    && self.objectives[objective][*column] < -EPSILON
            });
            let Some(column) = entering else { return };
            let ratio = |row: usize| {
                let pivot = self.rows[row][column];
                (pivot > EPSILON).then(|| self.rows[row][width - 1] / pivot)
            };
            let leaving = (0..self.rows.len())
                .filter_map(|row| Some((ratio(row)?, self.basis[row], row)))
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let Some((_, _, row)) = leaving else {
                unreachable!("costs are not negative, and what arrives is bounded");
            };
            self.pivot(row, column);
        }
    }

    fn pivot(&mut self, row: usize, column: usize) {
        self.pivots += 1;
        let scale = self.rows[row][column];
        self.rows[row].iter_mut().for_each(|it| *it /= scale);
        let by = self.rows[row].clone();
        let others = self.rows.iter_mut().enumerate();
        let others = others.filter(|(at, _)| *at != row).map(|(_, it)| it);
        for it in others.chain(&mut self.objectives) {
            let factor = it[column];
            it.iter_mut().zip(&by).for_each(|(a, b)| *a -= factor * b);
        }
        self.basis[row] = column;
    }

    fn flow(&self, net: &FlowNet) -> Flow {
        let mut flows = vec![0.0; self.arc_count];
        let finite = net.arcs.iter().map(|it| it.capacity);
        let most = finite.filter(|it| it.is_finite()).fold(0.0, f64::max);
        for (row, column) in self.rows.iter().zip(&self.basis) {
            if let Some(arc) = net.arcs.get(*column) {
                let flow = row.last().copied().unwrap_or_default();
                flows[*column] = some(flow, most).clamp(0.0, arc.capacity);
            }
        }
        let dual = |objective: usize| {
            let price = |row: &Option<usize>| {
                row.map_or(0.0, |it| {
                    some(self.objectives[objective][self.arc_count + it], 1.0)
                })
            };
            let mut prices: Vec<f64> = self.balance.iter().map(price).collect();
            prices[net.sink as usize] = if objective == 0 { 1.0 } else { 0.0 };
            prices
        };
        let arriving = net.arcs.iter().zip(&flows);
        let arriving = arriving.filter(|(it, _)| it.head == net.sink);
        Flow {
            value: arriving.map(|(it, flow)| it.gain * flow).sum(),
            prices: dual(0),
            savings: dual(1),
            flows,
            work: self.pivots * self.arc_count as u64,
        }
    }
}

/// Nothing where only rounding is left.
fn some(it: f64, most: f64) -> f64 {
    if it.abs() <= 1e-12 * most { 0.0 } else { it }
}
