//! Codes of gaps.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::analysis;
use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;

mirror! {
    /// What is missing in a chain, and how surely. Only the kinds that ask for complete data claim an absence.
    GapKind of analysis::gaps::GapKind {
        /// The region operates the stage before, and nothing operates this one or plans to; the data are judged
        /// complete for it.
        MissingStage,
        /// Plants of the region operate, and nothing in it operates the stage that would feed them; the data are
        /// judged complete for that stage.
        MissingUpstream,
        /// As one of these two, where the data are not judged complete: nothing is on record, and `message` says
        /// what would have to be checked.
        NoneRecorded,
        /// The stage exists only in sites or projects that do not operate in the year asked.
        PlannedOnly,
        /// What a stage gives goes on record only to external buyers, of which the data know no more.
        LeavesMap,
        /// A site has no recorded way from a source or to a sink, in data judged complete.
        Unconnected,
        /// A side-stream that holds a critical material is landfilled or stored, in whole or part.
        UnusedSideStream,
        /// A figure or statement is missing that decides one of the others.
        Data,
        /// A stage can take less than the stage before can give: told where the capacity of every plant of the stage
        /// on record is known.
        Capacity,
        /// One site, link or country whose loss cuts more than a share (setting `gaps.single_point_share`) of what is
        /// delivered to sinks of the region, or that every recorded way there passes.
        SinglePoint,
        /// The Union's capacity at a stage is below what Article 5(1)(a) of Regulation (EU) 2024/1252 wants of its annual
        /// consumption of a strategic raw material. Only for the Union.
        Benchmark,
        /// A third country has more of the Union's annual consumption of a strategic raw material at a stage than Article
        /// 5(1)(b) allows. Only for the Union.
        Dependence,
    }
    /// Why a side-stream is listed among those without a user, from its fates and the links in use. Of several fates without use the one
    /// that is the hardest to undo decides: landfilled, then backfilled, then stored.
    UnusedState of analysis::unused::UnusedState {
        /// No source says what becomes of it, or those who are on record for it take it no longer; no link in use leads from it.
        NoneRecorded,
        /// A part of it is reused or sold, or a link in use takes some of it.
        Partly,
        /// It fills what was dug out, alone or beside being stored: a use of low value.
        Backfilled,
        /// It is stored.
        Stored,
        /// It is landfilled, alone or beside being stored or backfilled.
        Landfilled,
        /// A source says that what becomes of it is not known.
        Unknown,
    }
    /// How much a gap weighs. Begins as `HIGH` for a strategic raw material, `MEDIUM` for a critical one, else
    /// `LOW`; one lower for the kinds `NONE_RECORDED`, `DATA` and `LEAVES_MAP`, for what data not judged complete may belie, and where the stage operates
    /// elsewhere in a bloc around the region.
    Severity of analysis::gaps::Severity {
        /// Low.
        Low,
        /// Medium.
        Medium,
        /// High.
        High,
    }
    /// What a site or project is to a gap.
    GapRole of analysis::gaps::EvidenceRole {
        /// What has the gap: a plant without feed, a site whose product leaves, the site of a side-stream.
        Affected,
        /// It operates the stage before the one that is missing.
        StageBefore,
        /// It is to operate the stage.
        Planned,
        /// It could operate the stage and is kept idle.
        Idle,
        /// It operated the stage.
        Closed,
        /// Whether it operates the stage is not known.
        StatusUnknown,
        /// It operates the stage in the region.
        Operating,
        /// It operates the stage elsewhere in a bloc that the region is a part of.
        WiderBloc,
        /// It sends what is taken, from outside the region.
        Sender,
        /// It receives what is given; nothing is known of what it does with it.
        Buyer,
        /// It operates the stage, and what it can give is not known in tonnes of the material.
        LeftOut,
    }
    /// By which amounts a loss or a gain is told.
    MeasuredBy of analysis::stress::MeasuredBy {
        /// Unknown capacities unbounded, before and after: what could be delivered at the most.
        Upper,
        /// Unknown capacities at what is on record that they carried: what is delivered at the least.
        Lower,
    }
    /// What stress tests of supply chains of strategic raw materials are to take into account: Article 20(3) of
    /// Regulation (EU) 2024/1252.
    StressElementCode of analysis::stress::ElementCode {
        /// Where the material is extracted, processed and recycled.
        Places,
        /// What operators can do, and how the market is made up.
        Operators,
        /// What may affect the supply.
        Factors,
        /// Other sources, and other materials.
        Alternatives,
        /// Who uses it, and how much.
        Users,
        /// What hinders trade across borders.
        Barriers,
    }
}
