//! Rows that tell a role of the past, beside memberships that stand.

use crate::exchange::members::Reader;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Row;
use crate::model::codes::MembershipRole;
use crate::model::tables::membership;

/// An organisation of which a row says that it was in a cluster.
pub(super) struct Ended {
    pub(super) who: Id,
    pub(super) of: Id,
    pub(super) place: Place,
}

impl Reader<'_> {
    /// What is doubtful of each: that it counts as a member all the same, by the table or by what is on record. An import
    /// deletes nothing, and whose role has ended may still have another one.
    pub(super) fn standing(&self) -> Vec<Problem> {
        self.ended.iter().filter_map(|it| self.stands(it)).collect()
    }

    fn stands(&self, ended: &Ended) -> Option<Problem> {
        let Ended { who, of, place } = ended;
        let mut standing: Vec<String> = Vec::new();
        for role in MembershipRole::ALL.iter().filter(|it| it.is_member()) {
            let key = (who.clone(), of.clone(), *role as u16);
            if let Some((_, at)) = self.by_key.get(&key).map(|at| &self.memberships[*at]) {
                standing.push(format!("line {} ({})", at.line, role.code()));
            }
            let rows = self.rows_on_record(who, of, *role).into_iter();
            standing.extend(rows.map(|it| format!("`{}` ({})", self.registry.id(it), role.code())));
        }
        let name = standing.first()?;
        let said = format!(
            "`{who}` is told as one of the past, and still counts as a member of `{of}` by {name}: delete that if it has ended"
        );
        let doubt = Problem::warning(ProblemCode::Inconsistent, said);
        Some(doubt.column("role").at(Some(place)))
    }

    /// The memberships of that role on record, by slug.
    pub(super) fn rows_on_record(&self, who: &Id, of: &Id, role: MembershipRole) -> Vec<Row> {
        let registry = self.registry;
        let Some((who, of)) = registry.find(who).zip(registry.find(of)) else {
            return Vec::new();
        };
        let mut rows = registry.referring(Kind::Membership, membership::ORGANISATION, who);
        rows.retain(|it| {
            registry.reference(*it, membership::CLUSTER) == Some(of)
                && registry.code(*it, membership::ROLE) == Some(role)
        });
        rows
    }
}
