//! What an arc rests on that no source states: assumptions, and doubts worth showing.

mod assessment;

use crate::model::Kind;
use crate::model::NOTE;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::codes::codes;
use crate::model::tables::activity;
use crate::model::tables::figure;

codes! {
    /// What was assumed or doubted.
    pub enum AssumptionCode {
        /// The product is taken to carry the material because it usually does.
        ContentAssumed = "CONTENT_ASSUMED",
        /// The site is taken to turn what it receives into what it ships; no activity says so.
        AssumedConversion = "ASSUMED_CONVERSION",
        /// No status of the site is stated; it is taken to operate.
        StatusAssumed = "STATUS_ASSUMED",
        /// The status is undated, or older than three years before the year asked.
        StaleStatus = "STALE_STATUS",
        /// The site or link is planned and counts because the question includes what is planned.
        Planned = "PLANNED",
        /// The length is the great circle times the detour factor of the mode; value and bounds in km.
        DistanceEstimated = "DISTANCE_ESTIMATED",
        /// The mode is not known; the road's factor or rate is used.
        ModeAssumed = "MODE_ASSUMED",
        /// The emissions or costs are the rate of the mode times the length; value in g CO2e/t·km or EUR/t·km.
        RateAssumed = "RATE_ASSUMED",
        /// The figure has no year.
        Undated = "UNDATED",
        /// The figure is of a later year than the one asked.
        NearestYear = "NEAREST_YEAR",
        /// Several figures answer the same question; what happened comes before forecasts, then the better founded,
        /// then the order of their keys.
        SeveralFigures = "SEVERAL_FIGURES",
        /// The reported distance (value, km) is shorter than the great circle (compared with, km).
        ShorterThanGreatCircle = "SHORTER_THAN_GREAT_CIRCLE",
        /// The length is not known: the distance of the points (value, km) is not above their uncertainty (compared
        /// with, km), or a position or factor is missing (no value).
        LengthUnknown = "LENGTH_UNKNOWN",
        /// The emissions are not known: the length is not, or there is no rate for the mode.
        EmissionsUnknown = "EMISSIONS_UNKNOWN",
        /// The material is a group; what carries one of its members (value, how many) is not looked at.
        GroupOfMaterials = "GROUP_OF_MATERIALS",
        /// No source tells of this movement; the ends are value km of great circle apart.
        Candidate = "CANDIDATE",
        /// A way that could be taken; no source reports that it is.
        Corridor = "CORRIDOR",
        /// The recovery of the activity is not known and is taken as 1.
        RecoveryAssumed = "RECOVERY_ASSUMED",
        /// The capacity is not known; it may be below the one asked for.
        CapacityUnknown = "CAPACITY_UNKNOWN",
        /// It is not known whether this is what was to be avoided.
        MayBeAvoided = "MAY_BE_AVOIDED",
        /// The content is what is typical of the product (value, a fraction); no source tells it of the place.
        GradeAssumed = "GRADE_ASSUMED",
        /// The site operates no more; what a link in use takes from its side-stream is taken to be a stock.
        StockAssumed = "STOCK_ASSUMED",
        /// The costs are not known: the length is not, or there is no rate for the mode.
        CostUnknown = "COST_UNKNOWN",
        /// Without a material, products are not followed through sites: whatever leaves a place may hang on whatever
        /// arrives there.
        ProductsNotFollowed = "PRODUCTS_NOT_FOLLOWED",
        /// The tonnes of the link are within those of another one, and left out of sums.
        WithinAnotherFlow = "WITHIN_ANOTHER_FLOW",
        /// Shares are of the flows on record at the place, as no total is; what is not on record is not seen.
        RecordedFlowsOnly = "RECORDED_FLOWS_ONLY",
        /// No capacity is on record that tells it; what was produced (value, tonnes a year) stands in for it.
        ProductionAsCapacity = "PRODUCTION_AS_CAPACITY",
        /// The scenario of the question says so; what it changes, or that it changes nothing.
        Scenario = "SCENARIO",
        /// What was produced of the product is not on record, so that production stands in for no capacity.
        ProductionIncomplete = "PRODUCTION_INCOMPLETE",
        /// The figure covers more than the subject: it bounds it from above and says nothing of how much it is at least.
        ScopeWider = "SCOPE_WIDER",
        /// The capacity is told of a product that the activity neither takes nor gives; it bounds all of it together.
        CapacityTogether = "CAPACITY_TOGETHER",
        /// Products of different content share the capacity: the largest content (value, a fraction) counts for the
        /// upper answer, the least (compared with) for the lower one.
        ContentVaries = "CONTENT_VARIES",
        /// The by-product is bounded by what is processed of its host (value, tonnes a year of the by-product); no value
        /// where that is not known or not bounded.
        HostBound = "HOST_BOUND",
        /// A host material is bounded by itself in the end; that bound is left out.
        HostCycle = "HOST_CYCLE",
        /// What enters the activity is counted in one of its products, though several leave it at once.
        OutputsShared = "OUTPUTS_SHARED",
        /// All that the subject produces is taken to leave over the links on record; or, resting on a judgement that all
        /// is on record, all that it is fed with to come over them. What remains is what one link carried.
        BalanceOfRecord = "BALANCE_OF_RECORD",
        /// Of the content in what the figure counts only an upper bound is known (value, a fraction).
        ContentAtMost = "CONTENT_AT_MOST",
        /// The country's share of the Union's sourcing (value, a fraction) is a lower bound of its share of consumption.
        LowerBound = "LOWER_BOUND",
        /// The figures are those of the group, the subject, as the material has none of its own.
        GroupFigure = "GROUP_FIGURE",
        /// The amount of the group is the sum over its members on record.
        SumOfMembers = "SUM_OF_MEMBERS",
        /// Shares of a whole come to more than 1 (value, their sum or the one that is above it).
        SharesAboveOne = "SHARES_ABOVE_ONE",
        /// No trade parameter of the country is on record; it is taken as 1.
        TradeParameterAssumed = "TRADE_PARAMETER_ASSUMED",
        /// No import reliance is stated; it follows from production, imports and exports of the Union (value, a fraction).
        ImportRelianceComputed = "IMPORT_RELIANCE_COMPUTED",
        /// What cannot be computed is taken as published (value), to say whether the material is critical.
        PublishedUsed = "PUBLISHED_USED",
        /// The value of the group is the mean of those of its members on record.
        MeanOfMembers = "MEAN_OF_MEMBERS",
        /// No sector is told for a part of the uses (value, a fraction), which adds nothing to economic importance.
        UseWithoutSector = "USE_WITHOUT_SECTOR",
        /// The figure says at most so much: it bounds from above and says nothing of how much it is at least.
        AtMost = "AT_MOST",
        /// The site gives only what the stage goes on with, here or elsewhere; it adds nothing to what leaves the stage.
        OnlyIntermediates = "ONLY_INTERMEDIATES",
        /// A total of the region tells the world without the scenario; what the scenario adds to or takes from the capacity of
        /// its sites (value, tonnes a year) is added.
        TotalAdjusted = "TOTAL_ADJUSTED",
        /// The import reliance on record is negative (value, a fraction); it counts as 0.
        NegativeImportReliance = "NEGATIVE_IMPORT_RELIANCE",
        /// A forecast is used, as nothing else is on record.
        ForecastUsed = "FORECAST_USED",
        /// No detour factor of roads is on record; the way by road is taken as so many times the great circle (value).
        DetourAssumed = "DETOUR_ASSUMED",
        /// No half-distance of a region around the stream is on record; so many km (value) are used.
        HalfDistanceAssumed = "HALF_DISTANCE_ASSUMED",
    }
}

codes! {
    /// Which number of the arc a note is about.
    pub enum Concern {
        Existence = "EXISTENCE", Length = "LENGTH", Emissions = "EMISSIONS", Cost = "COST", Recovery = "RECOVERY",
        Capacity = "CAPACITY", Flow = "FLOW",
    }
}

/// One assumption or doubt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Note {
    /// What was assumed or doubted.
    pub code: AssumptionCode,
    /// Which number of the arc it bears on.
    pub concern: Concern,
    /// The record it is about: a site, link, product, activity or mode.
    pub subject: Row,
    /// The figure or statement it rests on, where there is one; of a scenario, the record that holds its words.
    pub rests_on: Option<Row>,
    /// The number it speaks of, see [`AssumptionCode`] for its unit.
    pub value: Option<f64>,
    /// The number it is held against, or the lower bound of an estimate.
    pub compared_with: Option<f64>,
    /// The upper bound of an estimate.
    pub high: Option<f64>,
}

impl AssumptionCode {
    /// Whether it counts where paths of fewer assumptions come first; doubts and absences do not.
    pub fn is_counted(self) -> bool {
        !matches!(
            self,
            Self::ShorterThanGreatCircle
                | Self::LengthUnknown
                | Self::EmissionsUnknown
                | Self::CostUnknown
                | Self::GroupOfMaterials
                | Self::CapacityUnknown
                | Self::MayBeAvoided
                | Self::ProductsNotFollowed
                | Self::WithinAnotherFlow
                | Self::RecordedFlowsOnly
                | Self::Scenario
                | Self::ProductionIncomplete
                | Self::HostCycle
                | Self::OutputsShared
        )
    }
}

impl Note {
    /// A note without numbers.
    pub(crate) fn new(code: AssumptionCode, concern: Concern, subject: Row) -> Self {
        Self {
            code,
            concern,
            subject,
            rests_on: None,
            value: None,
            compared_with: None,
            high: None,
        }
    }

    /// A sentence that may be quoted, without full stop.
    pub fn message(&self, registry: &Registry) -> String {
        let name = told_name(registry, self.subject);
        match self.code {
            AssumptionCode::ContentAssumed => self.content_message(&name),
            AssumptionCode::AssumedConversion => {
                format!("{name} is taken to turn what it receives into what it ships")
            }
            AssumptionCode::StatusAssumed => {
                format!("no status of {name} is stated; it is taken to operate")
            }
            AssumptionCode::StaleStatus => {
                format!("the status of {name} is undated or more than three years old")
            }
            AssumptionCode::Planned => format!("{name} is planned"),
            AssumptionCode::ModeAssumed => self.mode_message(&name),
            AssumptionCode::RateAssumed => self.rate_message(registry),
            AssumptionCode::Undated => format!("a figure of {name} has no year"),
            AssumptionCode::NearestYear => {
                format!("a figure of {name} is of a later year than the one asked")
            }
            AssumptionCode::SeveralFigures => format!("several figures of {name} could be used"),
            AssumptionCode::GroupOfMaterials => format!(
                "{name} is a group; what carries one of its {} members alone is not looked at: ask for each of them",
                self.value.unwrap_or_default()
            ),
            AssumptionCode::Corridor
            | AssumptionCode::StockAssumed
            | AssumptionCode::CapacityUnknown
            | AssumptionCode::MayBeAvoided => self.way_message(&name),
            AssumptionCode::GradeAssumed => format!(
                "the content of {name} is taken as the typical {}",
                self.value.unwrap_or_default()
            ),
            AssumptionCode::ProductsNotFollowed => format!(
                "{name} is traced without a material: whatever leaves a place is taken to hang on whatever arrives there"
            ),
            AssumptionCode::RecoveryAssumed
            | AssumptionCode::ProductionAsCapacity
            | AssumptionCode::ProductionIncomplete
            | AssumptionCode::ScopeWider
            | AssumptionCode::AtMost
            | AssumptionCode::CapacityTogether
            | AssumptionCode::ContentVaries
            | AssumptionCode::HostBound
            | AssumptionCode::HostCycle
            | AssumptionCode::OutputsShared
            | AssumptionCode::BalanceOfRecord
            | AssumptionCode::ContentAtMost => self.bound_message(registry, &name),
            AssumptionCode::WithinAnotherFlow
            | AssumptionCode::RecordedFlowsOnly
            | AssumptionCode::LowerBound
            | AssumptionCode::GroupFigure
            | AssumptionCode::SumOfMembers => self.supply_message(&name),
            AssumptionCode::SharesAboveOne
            | AssumptionCode::TradeParameterAssumed
            | AssumptionCode::ImportRelianceComputed
            | AssumptionCode::PublishedUsed
            | AssumptionCode::MeanOfMembers
            | AssumptionCode::OnlyIntermediates
            | AssumptionCode::TotalAdjusted
            | AssumptionCode::NegativeImportReliance
            | AssumptionCode::ForecastUsed
            | AssumptionCode::DetourAssumed
            | AssumptionCode::HalfDistanceAssumed
            | AssumptionCode::UseWithoutSector => self.assessment_message(registry, &name),
            AssumptionCode::Scenario => self.scenario_message(registry, &name),
            AssumptionCode::DistanceEstimated
            | AssumptionCode::ShorterThanGreatCircle
            | AssumptionCode::Candidate
            | AssumptionCode::LengthUnknown
            | AssumptionCode::CostUnknown
            | AssumptionCode::EmissionsUnknown => self.length_message(),
        }
    }

    /// The sentence of a note on what a way uses.
    fn way_message(&self, name: &str) -> String {
        match self.code {
            AssumptionCode::Corridor => {
                format!("{name} is a way that could be taken; no source reports that it is")
            }
            AssumptionCode::StockAssumed => format!(
                "the site of {name} operates no more; what is taken from it is taken to be a stock"
            ),
            AssumptionCode::CapacityUnknown => {
                format!("the capacity of {name} is not known; it may be below the one asked for")
            }
            _ => {
                format!("it is not known whether {name} is what was to be avoided")
            }
        }
    }

    /// The sentence of a note on a product that carries the material.
    fn content_message(&self, name: &str) -> String {
        match self.rests_on {
            Some(_) => {
                format!("that {name} carries the material is inferred or assigned, not stated")
            }
            None => format!("{name} is taken to carry the material because it usually does"),
        }
    }

    /// The sentence of a note on shares and sums.
    fn supply_message(&self, name: &str) -> String {
        match self.code {
            AssumptionCode::WithinAnotherFlow => format!(
                "the tonnes of {name} are within those of another link and left out of sums"
            ),
            AssumptionCode::RecordedFlowsOnly => format!(
                "shares at {name} are of the flows on record; what is not on record is not seen"
            ),
            AssumptionCode::LowerBound => format!(
                "the share of {name} in what the Union sources, {}, is a lower bound of its share of consumption, which is at most production and imports",
                self.value.unwrap_or_default()
            ),
            AssumptionCode::SumOfMembers => {
                format!("the amount of {name} is the sum over its members on record")
            }
            _ => format!(
                "the figures of the group {name} are used, as the material has none of its own"
            ),
        }
    }

    /// The words of a scenario, which it keeps as a record.
    fn scenario_message(&self, registry: &Registry, name: &str) -> String {
        // A figure that a scenario took the number of says itself what was done.
        let said = self.rests_on.map(|it| match it.kind() {
            Kind::Figure => registry.text(it, NOTE).unwrap_or(name).to_owned(),
            _ => registry.name(it).to_owned(),
        });
        said.unwrap_or_else(|| format!("the scenario speaks of {name}"))
    }

    /// The sentence of a note on a mode: of a link, or of a product that a candidate would carry.
    fn mode_message(&self, name: &str) -> String {
        match self.subject.kind() {
            Kind::Product => format!("how {name} would be moved is not known; it is taken as road"),
            _ => format!("the mode of {name} is not known; it is taken as road"),
        }
    }

    /// The sentence of a note on a rate, which is on record or the operator's setting.
    fn rate_message(&self, registry: &Registry) -> String {
        let (name, value) = (registry.name(self.subject), self.value.unwrap_or_default());
        let Some(figure) = self.rests_on else {
            return format!(
                "the costs follow from the rate of {name} that the operator has set, {value} EUR/t·km"
            );
        };
        let scope = registry.text(figure, figure::SCOPE);
        let scope = scope.map_or(String::new(), |scope| format!(" ({scope})"));
        if self.concern == Concern::Cost {
            return format!("the costs follow from the rate of {name}, {value} EUR/t·km{scope}");
        }
        format!("the emissions follow from the rate of {name}, {value:.1} g CO2e/t·km{scope}")
    }

    /// The sentence of a note on what bounds an activity or link.
    fn bound_message(&self, registry: &Registry, name: &str) -> String {
        let text = |column| self.rests_on.and_then(|it| registry.text(it, column));
        let number = |it: Option<f64>| it.map_or_else(|| "?".to_owned(), |it| it.to_string());
        match self.code {
            AssumptionCode::RecoveryAssumed if self.concern == Concern::Capacity => format!(
                "the recovery of {name} is not known; what it can give is taken as what it can take"
            ),
            AssumptionCode::RecoveryAssumed => {
                format!("the recovery of {name} is not known; it is taken as 1")
            }
            AssumptionCode::ProductionAsCapacity => format!(
                "no capacity of {name} is on record in such terms; what it produced stands in for it"
            ),
            AssumptionCode::ProductionIncomplete => format!(
                "what was produced of {name} is not on record, so that production stands in for no capacity"
            ),
            AssumptionCode::AtMost => {
                format!("a figure of {name} says at most so much; it bounds it from above only")
            }
            AssumptionCode::ScopeWider => format!(
                "a figure of {name} covers more than it ({}); it bounds it from above only",
                text(figure::SCOPE).unwrap_or_default()
            ),
            AssumptionCode::CapacityTogether => {
                let product = self.rests_on;
                let product = product.and_then(|it| registry.reference(it, figure::PRODUCT));
                let product = product.map_or("another product", |it| registry.name(it));
                format!("the capacity of {name} is told of {product} and bounds all of it together")
            }
            AssumptionCode::ContentVaries => format!(
                "products of different content share the capacity of {name}; {} counts for the upper answer, {} for the lower",
                number(self.value),
                number(self.compared_with)
            ),
            AssumptionCode::HostCycle => format!(
                "{name} is the host of a by-product that it hangs on itself; that bound is left out"
            ),
            AssumptionCode::OutputsShared => format!(
                "what enters {name} is counted in one of its products; where several leave it at once the amount is too low by what the others take"
            ),
            AssumptionCode::BalanceOfRecord => self.balance_message(name),
            AssumptionCode::ContentAtMost => format!(
                "of the content of {name} only that it is at most {} is on record; it bounds from above only",
                number(self.value)
            ),
            _ => match self.value {
                Some(tonnes) => format!(
                    "what is processed of {name}, the host of the by-product, bounds it to {tonnes} t/a"
                ),
                None => {
                    format!("how much the processing of {name} bounds its by-product is not known")
                }
            },
        }
    }

    /// The sentence of a note on what remains of a production or feed.
    fn balance_message(&self, name: &str) -> String {
        match self.rests_on.map(Row::kind) {
            Some(Kind::Coverage) => format!(
                "all that {name} is fed with is taken to come over the links on record, which are judged complete"
            ),
            _ => format!("all that {name} produces is taken to leave over the links on record"),
        }
    }

    /// The sentence of a note on a length, or on emissions that are missing because of it.
    fn length_message(&self) -> String {
        let number = |it: Option<f64>| it.map_or_else(|| "?".to_owned(), |it| format!("{it:.1}"));
        let (value, other) = (number(self.value), number(self.compared_with));
        match self.code {
            AssumptionCode::DistanceEstimated => format!(
                "{value} km is estimated from the great circle; between {other} and {} km",
                number(self.high)
            ),
            AssumptionCode::ShorterThanGreatCircle => format!(
                "the reported {value} km are shorter than the great circle of {other} km between the points"
            ),
            AssumptionCode::Candidate => format!(
                "no source tells of this movement; the ends are {value} km of great circle apart"
            ),
            AssumptionCode::LengthUnknown if self.value.is_some() => format!(
                "the length is not known: the points are {value} km apart, within their uncertainty of {other} km"
            ),
            AssumptionCode::LengthUnknown => {
                "the length is not known: a position or a detour factor is missing".to_owned()
            }
            AssumptionCode::CostUnknown => {
                "the costs are not known: the length or the rate of the mode is missing".to_owned()
            }
            _ => "the emissions are not known: the length or the rate of the mode is missing"
                .to_owned(),
        }
    }
}

/// A record as sentences name it: an activity by its stage and site.
pub(crate) fn told_name(registry: &Registry, row: Row) -> String {
    let of_site = |activity: Row| {
        let stage = registry.code::<Stage>(activity, activity::STAGE)?.code();
        let site = registry.reference(activity, activity::SITE)?;
        Some(format!(
            "{} at {}",
            stage.to_lowercase(),
            registry.name(site)
        ))
    };
    let told = (row.kind() == Kind::Activity)
        .then(|| of_site(row))
        .flatten();
    told.unwrap_or_else(|| registry.name(row).to_owned())
}
