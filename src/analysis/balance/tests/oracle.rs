//! Random sites against a brute force over the numbers they are made of, which knows nothing of records.

use super::*;
use crate::network::dice::Dice;

/// What is told of one product on one side: of all of it, and by links; none where a number is missing.
pub(super) struct Side {
    pub(super) product: &'static str,
    pub(super) total: Option<Option<u32>>,
    pub(super) links: Vec<Option<u32>>,
    /// Whether the last link is within the first.
    pub(super) is_part: bool,
}

/// A site of two inputs and two outputs.
pub(super) struct Made {
    pub(super) inputs: [Side; 2],
    pub(super) outputs: [Side; 2],
    /// How much slag arises; none where no slag is on record.
    pub(super) slag: Option<Option<u32>>,
}

impl Made {
    pub(super) fn roll(dice: &mut Dice) -> Self {
        let mut side = |product| Side {
            product,
            total: (dice.roll(2) == 0).then(|| number(dice)),
            links: (0..dice.roll(4)).map(|_| number(dice)).collect(),
            is_part: dice.roll(3) == 0,
        };
        let (inputs, outputs) = ([side("a"), side("b")], [side("c"), side("d")]);
        Self {
            inputs,
            outputs,
            slag: (dice.roll(2) == 0).then(|| number(dice)),
        }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = "product a CONCENTRATE carries=nickel
            product b SCRAP carries=nickel
            product c INTERMEDIATE carries=nickel
            product d REFINED carries=nickel
            product e RESIDUE carries=nickel
            site works PROCESSOR status=OPERATING@2020
            site other EXTERNAL
            activity works PROCESSING in=a,b out=c,d"
            .lines()
            .map(str::to_owned)
            .collect();
        let figure = |subject: String, told: Option<u32>, rest: &str| {
            let tonnes = told?;
            Some(format!(
                "figure {subject} {} material=nickel basis=CONTAINED year=2024",
                rest.replace('#', &tonnes.to_string())
            ))
        };
        let sides = self.inputs.iter().zip([true; 2]);
        let sides = sides.chain(self.outputs.iter().zip([false; 2]));
        for (side, is_input) in sides {
            let (quantity, ends) = match is_input {
                true => ("feed", "other works"),
                false => ("production", "works other"),
            };
            let product = side.product;
            let rest = format!("{quantity} # product={product}");
            lines.extend(figure("site:works".to_owned(), side.total.flatten(), &rest));
            for (at, flow) in side.links.iter().enumerate() {
                let is_last = at > 0 && at + 1 == side.links.len();
                let part = match side.is_part && is_last {
                    true => format!(" part-of={product}0"),
                    false => String::new(),
                };
                lines.push(format!("link {product}{at} {ends} {product}{part}"));
                lines.extend(figure(format!("link:{product}{at}"), *flow, "flow #"));
            }
        }
        if let Some(slag) = self.slag {
            lines.push("side-stream slag works e of=nickel".to_owned());
            let rest = "generation # product=e";
            lines.extend(figure("side-stream:slag".to_owned(), slag, rest));
        }
        lines
    }

    /// At least and at most on each side; none where nothing is known at all.
    fn expected(&self) -> Option<[(f64, f64); 2]> {
        let sum = |sides: &[Side; 2], more: Option<(f64, f64)>| {
            let all = sides.iter().map(Side::expected).chain(more);
            all.fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
        };
        let slag = self.slag.map(|it| match it {
            Some(it) => (f64::from(it), f64::from(it)),
            None => (0.0, f64::INFINITY),
        });
        // A stated zero is known as well, also beside links of which nothing is.
        let is_told = |side: &Side| {
            let (low, high) = side.expected();
            low > 0.0 || high.is_finite() || side.counted().any(|it| it.is_some())
        };
        let mut sides = self.inputs.iter().chain(&self.outputs);
        let is_any = sides.any(is_told) || matches!(self.slag, Some(Some(_)));
        is_any.then(|| [sum(&self.inputs, None), sum(&self.outputs, slag)])
    }
}

fn number(dice: &mut Dice) -> Option<u32> {
    (dice.roll(3) > 0).then(|| dice.number(50))
}

impl Side {
    /// The flows of links that are not within another one.
    fn counted(&self) -> impl Iterator<Item = Option<u32>> + '_ {
        let parts = usize::from(self.is_part && self.links.len() > 1);
        self.links[..self.links.len() - parts].iter().copied()
    }

    fn expected(&self) -> (f64, f64) {
        if let Some(Some(total)) = self.total {
            return (f64::from(total), f64::from(total));
        }
        let is_part = |at: usize| self.is_part && at > 0 && at + 1 == self.links.len();
        let mut sum = (0.0, 0.0);
        for (at, flow) in self.links.iter().enumerate() {
            let part = self.links.last().copied().flatten();
            let part = part.filter(|_| at == 0 && self.links.len() > 1 && self.is_part);
            sum = match flow {
                _ if is_part(at) => sum,
                Some(it) => (sum.0 + f64::from(*it), sum.1 + f64::from(*it)),
                None => (sum.0 + f64::from(part.unwrap_or(0)), f64::INFINITY),
            };
        }
        match self.links.is_empty() {
            true => (0.0, f64::INFINITY),
            false => sum,
        }
    }
}

pub(super) fn only(network: &str) -> Option<Balance> {
    let mut found = balances(&snapshot(network), &question()).balances;
    assert!(found.len() <= 1, "{network}");
    found.pop()
}

#[test]
fn random_sites_are_as_a_brute_force_has_them() {
    let mut dice = Dice(11);
    let mut states: BTreeMap<BalanceState, usize> = BTreeMap::new();
    for _ in 0..600 {
        let made = Made::roll(&mut dice);
        let network = made.lines().join("\n");
        let found = only(&network);
        let expected = made.expected();
        assert_eq!(found.is_some(), expected.is_some(), "{network}");
        let (Some(found), Some([input, output])) = (found, expected) else {
            continue;
        };
        let told = |it: Amount| (it.low, it.high.unwrap_or(f64::INFINITY));
        assert_eq!(
            (told(found.input), told(found.output)),
            (input, output),
            "{network}"
        );
        let (low, high) = (input.0 - output.1, input.1 - output.0);
        let allowed = 0.05 * found.input.size().max(found.output.size());
        let state = match (low.is_finite() && high.is_finite(), low, high) {
            (false, ..) => BalanceState::Open,
            (_, low, _) if low > allowed => BalanceState::MoreInThanOut,
            (_, _, high) if high < -allowed => BalanceState::MoreOutThanIn,
            _ => BalanceState::Balanced,
        };
        assert_eq!(found.state, state, "{network}");
        *states.entry(state).or_default() += 1;
    }
    assert_eq!(states.len(), 4, "every state comes up: {states:?}");
}
