//! Answers for throughput in sentences that may be quoted.
//!
//! Each names its site or link, its unit and what is known. Tonnes are told with four digits that matter; the fields
//! of the answer have them exactly.

use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::LinkStatus;
use crate::model::codes::MassBasis;
use crate::model::codes::Side;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::told_name;
use crate::network::throughput::answer::AnswerStatus;
use crate::network::throughput::answer::Bottleneck;
use crate::network::throughput::answer::NoFlowReason;
use crate::network::throughput::answer::Pinch;
use crate::network::throughput::answer::SinglePoint;
use crate::network::throughput::answer::ThroughputAnswer;
use crate::network::throughput::answer::UnknownFigure;
use crate::network::words::at_the_start;
use crate::network::words::in_sentence;
use crate::network::words::tonnes_in_words;

/// So many places of a way stand in a sentence.
const MOST_NAMED: usize = 6;

/// What an answer counts, and the words for it.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// Where names are.
    pub registry: &'a Registry,
    /// The material.
    pub material: Row,
    /// The product of which gross tonnes are counted; none where contained tonnes of the material are.
    pub product: Option<Row>,
}

impl Wording<'_> {
    /// The whole answer: how much at least, how much at most, and how surely.
    pub fn answer(&self, answer: &ThroughputAnswer) -> String {
        let mut text = self.amounts(answer);
        let is_lossless = |it: &Note| {
            it.code == AssumptionCode::RecoveryAssumed && it.concern == Concern::Recovery
        };
        if answer.why_none.is_none() && answer.basis.notes.iter().any(is_lossless) {
            text += " Where no recovery is on record nothing is taken to be lost.";
        }
        let sites = answer.without_way.iter().take(MOST_NAMED);
        let names: Vec<&str> = sites.map(|it| self.registry.name(*it)).collect();
        if !names.is_empty() {
            let more = answer.without_way.len() - names.len();
            let more = match more {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            text += &format!(
                " Left out, as no way on record leads from them: {}{more}.",
                names.join(", ")
            );
        }
        text
    }

    fn amounts(&self, answer: &ThroughputAnswer) -> String {
        if let Some(why) = answer.why_none {
            let told = self.none(why, answer.basis.year);
            return match answer.opens_planned {
                true => format!("{told} What is planned would open a way: ask with it included."),
                false => told,
            };
        }
        let (lower, upper) = (answer.lower.delivered, answer.upper.delivered);
        let least = lower.map(|it| self.amount(it));
        match (answer.status, least, upper) {
            (AnswerStatus::Determined, _, Some(most)) => format!(
                "{} a year can be delivered over the ways on record.",
                self.amount(most)
            ),
            (_, None, _) => format!(
                "How much {} can be delivered cannot be told: {}.",
                self.counted(),
                self.unbounded(&answer.lower.unbounded_along)
            ),
            (AnswerStatus::Undetermined, _, Some(most)) => format!(
                "At most {} a year can be delivered over the ways on record; that any is cannot be told, since \
                 capacities and flows on the way are not on record.",
                self.amount(most)
            ),
            (_, Some(least), Some(most)) => format!(
                "At least {least} a year can be delivered over the ways on record, and at most {}.",
                tonnes_in_words(most)
            ),
            (AnswerStatus::Undetermined, _, None) => format!(
                "How much {} can be delivered cannot be told: {}, and no flow on the whole way is on record.",
                self.counted(),
                self.unbounded(&answer.upper.unbounded_along)
            ),
            (_, Some(least), None) => format!(
                "At least {least} a year can be delivered over the ways on record; how much more cannot be told, since {}.",
                self.unbounded(&answer.upper.unbounded_along)
            ),
        }
    }

    fn none(&self, why: NoFlowReason, year: i32) -> String {
        let counted = self.counted();
        match why {
            NoFlowReason::NoOrigin => {
                format!("Nothing that is asked for as origin is known to give {counted} in {year}.")
            }
            NoFlowReason::NoDestination => format!(
                "Nothing that is asked for as destination is known to take {counted} in {year}."
            ),
            NoFlowReason::NoWay => format!(
                "No way of {counted} from the origin to the destination is on record for {year}."
            ),
            NoFlowReason::NothingPasses => format!(
                "Nothing is delivered of {counted} in {year}: a capacity or recovery on the way is zero."
            ),
        }
    }

    /// A capacity that is not known.
    pub fn unknown(&self, it: &UnknownFigure, answer: &ThroughputAnswer) -> String {
        let name = self.name(it.record);
        let product = it.product.map(|row| in_sentence(self.registry.name(row)));
        let mut text = match (it.record.kind(), it.side, product) {
            (Kind::Link, ..) => format!("No capacity of the link {name} is on record"),
            (_, Side::Input, Some(product)) => {
                format!("How much {product} {name} can take is not on record")
            }
            (_, Side::Output, Some(product)) => {
                format!("How much {product} {name} can give is not on record")
            }
            (_, Side::Input, None) => format!("How much {name} can take in is not on record"),
            (_, Side::Output, None) => format!("How much {name} can give is not on record"),
        };
        if it.at_least > 0.0 {
            let year = it.figures.first().map(|row| {
                let year = self.registry.figure_year(*row);
                year.map_or_else(|| " (undated)".to_owned(), |year| format!(" ({year})"))
            });
            text += &format!(
                "; it {} {} a year{}",
                self.did(it),
                self.amount(it.at_least),
                year.unwrap_or_default()
            );
        }
        let were = match it.at_least > 0.0 {
            true => "were that all it can carry",
            false => "were it to carry nothing",
        };
        match (it.is_evaluated, it.upper_then, answer.upper.delivered) {
            (false, ..) => text += "; what that does to the answer was not worked out",
            (true, Some(most), _) => {
                text += &format!(
                    "; {were}, at most {} would be delivered",
                    tonnes_in_words(most)
                );
            }
            (true, None, _) => text += &format!("; {were}, the rest would still not be bounded"),
        }
        format!("{text}.")
    }

    /// What a record is on record to have done at least, by the figures that tell it.
    fn did(&self, it: &UnknownFigure) -> &'static str {
        if it.record.kind() == Kind::Link {
            return match self.remains_of(&it.figures) {
                Some(told) => told,
                None if is_planned(self.registry, it.record) => "is planned to carry",
                None => "carried at least",
            };
        }
        let quantity = |row: &Row| self.registry.code::<Quantity>(*row, figure::QUANTITY);
        let is_by_recovery = it
            .figures
            .iter()
            .any(|it| quantity(it) == Some(Quantity::Recovery));
        let first = it.figures.first();
        let of_link = first.and_then(|it| self.registry.reference(*it, figure::SUBJECT));
        let of_link = of_link.filter(|it| it.kind() == Kind::Link);
        let site = match it.record.kind() {
            Kind::Activity => self.registry.reference(it.record, activity::SITE),
            _ => Some(it.record),
        };
        let leaves = of_link.is_some_and(|it| self.registry.reference(it, link::FROM) == site);
        let is_planned = of_link.is_some_and(|it| is_planned(self.registry, it));
        match first.and_then(quantity) {
            // The amount is what went in: what came out, divided by the recovery.
            Some(Quantity::Production) if is_by_recovery => {
                "took in, for what it produced, at least"
            }
            Some(Quantity::Production) => "produced at least",
            Some(Quantity::Feed) => "took in at least",
            _ if leaves && is_by_recovery && is_planned => {
                "is planned to take in, for what leaves it,"
            }
            _ if leaves && is_by_recovery => "took in, for what left it, at least",
            _ if leaves && is_planned => "is planned to give",
            _ if leaves => "gave at least",
            _ if is_planned => "is planned to take in",
            _ => "took in at least",
        }
    }

    /// What a link is said to carry that nothing but a balance tells.
    fn remains_of(&self, figures: &[Row]) -> Option<&'static str> {
        self.balanced(figures).map(|it| match it {
            Quantity::Feed => "carries, as what remains of the feed of its receiver,",
            _ => "carries, as what remains of the production of its sender,",
        })
    }

    fn by_balance(&self, figures: &[Row]) -> Option<&'static str> {
        self.balanced(figures).map(|it| match it {
            Quantity::Feed => "what remains of the feed of its receiver",
            _ => "what remains of the production of its sender",
        })
    }

    /// What a balance of a link begins with; none where a flow tells what it carried.
    fn balanced(&self, figures: &[Row]) -> Option<Quantity> {
        let first = figures.first()?;
        let quantity: Option<Quantity> = self.registry.code(*first, figure::QUANTITY);
        quantity.filter(|it| matches!(it, Quantity::Production | Quantity::Feed))
    }

    /// A capacity that holds back what is delivered.
    pub fn bottleneck(&self, it: &Bottleneck) -> String {
        let name = self.name(it.record);
        let name = match it.record.kind() {
            Kind::Link => format!("The link {name}"),
            _ => at_the_start(&name),
        };
        let does = match (it.record.kind(), it.side) {
            (Kind::Link, _) => "carry",
            (_, Side::Input) => "take",
            (_, Side::Output) => "give",
        };
        let of = match it.product.filter(|_| it.record.kind() != Kind::Link) {
            Some(row) => format!(" in {}", in_sentence(self.registry.name(row))),
            None => String::new(),
        };
        let amount = self.amount(it.capacity);
        let holds = match it.is_known {
            true => format!("{name} can {does} at most {amount}{of} a year"),
            false => {
                let why = match it.record.kind() {
                    Kind::Link => self.by_balance(&it.figures),
                    _ => None,
                };
                let why = why.unwrap_or("which is on record");
                format!("{name} is counted on to {does} {amount}{of} a year, {why}")
            }
        };
        let price = match it.shadow_price > 0.0 {
            true => format!(
                "one more tonne a year of that would deliver {} more",
                tonnes_in_words(it.shadow_price)
            ),
            false => "more of that alone would deliver no more, since others hold back as much"
                .to_owned(),
        };
        let host = it.host.map_or_else(String::new, |row| {
            format!(
                "; it is a by-product of {} and grows only with that",
                in_sentence(self.registry.name(row))
            )
        });
        format!("{holds}; {price}{host}.")
    }

    /// A point of failure, of the upper or of the lower answer.
    pub fn single_point(&self, it: &SinglePoint, is_upper: bool) -> String {
        let what = match &it.what {
            Pinch::Site(row) => self.name(*row),
            Pinch::Link(row) => format!("the link {}", self.name(*row)),
            Pinch::Country(code) => format!("all sites in {code}"),
        };
        let it_or_them = match &it.what {
            Pinch::Country(_) => "them",
            _ => "it",
        };
        let of = match is_upper {
            true => "of what could be delivered at most",
            false => "of what is known to be delivered at least",
        };
        let share = |share: f64| format!("{:.1} % {of}", share * 100.0);
        match (it.is_structural, it.lost, it.share) {
            (true, ..) => format!(
                "Every way of {} on record passes {what}: without {it_or_them} nothing would be delivered.",
                self.counted()
            ),
            (false, Some(lost), Some(part)) => format!(
                "Without {what}, {} a year less would be delivered, {}.",
                self.amount(lost),
                share(part)
            ),
            (false, Some(lost), None) => format!(
                "Without {what}, {} a year less would be delivered.",
                self.amount(lost)
            ),
            (false, None, _) => {
                format!("What would be delivered without {what} was not worked out.")
            }
        }
    }

    /// "8.4 Mt of iron", or of a product.
    fn amount(&self, tonnes: f64) -> String {
        format!("{} of {}", tonnes_in_words(tonnes), self.counted())
    }

    /// What is counted: the material, or a product.
    fn counted(&self) -> String {
        in_sentence(self.registry.name(self.product.unwrap_or(self.material)))
    }

    /// A record as sentences name it.
    fn name(&self, row: Row) -> String {
        let end = |column| {
            let end = self.registry.reference(row, column);
            end.map(|it| self.registry.name(it).to_owned())
        };
        let ends = (row.kind() == Kind::Link)
            .then(|| end(link::FROM).zip(end(link::TO)))
            .flatten();
        match ends {
            Some((from, to)) => format!("{from} → {to}"),
            None => told_name(self.registry, row),
        }
    }

    /// Why an amount is not bounded: no capacity is on record, or one in gross tonnes whose content is missing.
    fn unbounded(&self, places: &[Row]) -> String {
        let gross = places.iter().filter(|it| self.has_gross_capacity(**it));
        let mut gross: Vec<Row> = gross.copied().collect();
        gross.dedup();
        let way = self.way(places);
        if gross.is_empty() || self.product.is_some() {
            return format!("nothing on record bounds it {way}");
        }
        format!(
            "nothing on record bounds it in tonnes of {} {way}: a gross capacity is on record {}, not how much {} what it \
             is told of contains",
            self.counted(),
            self.way(&gross)
                .replace("along ", "at ")
                .replace(" → ", ", "),
            self.counted()
        )
    }

    /// Whether a gross capacity of what may carry the material is told of an activity of a site.
    fn has_gross_capacity(&self, place: Row) -> bool {
        let registry = self.registry;
        let works = registry.referring(Kind::Activity, activity::SITE, place);
        let mut told = works
            .into_iter()
            .flat_map(|it| registry.figures(it, Quantity::Capacity));
        told.any(|it| {
            let product = registry.reference(it, figure::PRODUCT);
            let carries = |row| {
                let mut carried = registry.references(row, product::MATERIALS);
                carried.any(|it| it == self.material)
            };
            registry.code(it, figure::BASIS) == Some(MassBasis::Gross)
                && product.is_none_or(carries)
        })
    }

    /// "along" places in their order, or "at" a single one.
    fn way(&self, places: &[Row]) -> String {
        let names = places.iter().map(|it| self.registry.name(*it));
        let shown: Vec<&str> = names.take(MOST_NAMED).collect();
        let more = places.len() - shown.len();
        let rest = match more {
            0 => String::new(),
            _ => format!(" and {more} more"),
        };
        let how = match places.len() {
            1 => "at",
            _ => "along",
        };
        format!("{how} {}{rest}", shown.join(" → "))
    }
}

/// Whether a link is planned, or was before a scenario opened it.
fn is_planned(registry: &Registry, row: Row) -> bool {
    let is_planned = |row| registry.code(row, link::STATUS) == Some(LinkStatus::Planned);
    let laid = registry.laid().into_iter();
    let before = laid
        .filter(|it| it.after == Some(row))
        .find_map(|it| it.before);
    is_planned(row) || before.is_some_and(is_planned)
}
