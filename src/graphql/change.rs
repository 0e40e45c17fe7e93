//! Changes: what differs between two revisions, record by record.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::SimpleObject;

use crate::app::App;
use crate::app::AppError;
use crate::app::FieldCells;
use crate::app::Touched;
use crate::app::field_cells;
use crate::graphql::asked::Work;
use crate::graphql::codes::Became;
use crate::graphql::connection::Connection;
use crate::graphql::connection::PageInfo;
use crate::graphql::cursor::Cursor;
use crate::graphql::cursor::Key;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::limits::MAX_COMPARED;
use crate::graphql::numbers::int;
use crate::graphql::page::PageArgs;
use crate::graphql::revision::Revision;
use crate::graphql::session::Session;
use crate::model;
use crate::model::Difference;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::differences;
use crate::model::nearest;
use crate::model::tables::table_of;
use crate::network::Snapshot;

/// One page of what differs between two revisions, ordered by kind, as tables are, then slug.
#[derive(SimpleObject)]
pub(crate) struct ChangeConnection {
    /// The records of the page, each with its cursor.
    edges: Vec<ChangeEdge>,
    /// The records of the page.
    nodes: Vec<RecordChange>,
    /// Where the page stands in the whole answer.
    page_info: PageInfo,
    /// Number of records that differ.
    total_count: i32,
    /// Of these, records that were not there before.
    created: i32,
    /// Of these, records that say something else.
    changed: i32,
    /// Of these, records that are gone, merged ones too.
    deleted: i32,
    /// The earlier revision.
    from: Revision,
    /// The later revision.
    to: Revision,
}

/// One record of a page.
#[derive(Clone, SimpleObject)]
pub(crate) struct ChangeEdge {
    /// Where the record stands; pass it as `after`. It continues up to the revision it began with.
    cursor: String,
    /// The record.
    node: RecordChange,
}

/// What became of one record between two revisions.
#[derive(Clone, SimpleObject)]
pub(crate) struct RecordChange {
    /// The global id, `kind:slug`.
    id: ID,
    /// The kind, as in ids: `site`, `side-stream`, ….
    kind: ID,
    /// The name within the kind.
    slug: String,
    /// The English name in the later revision, or in the earlier one if the record is gone; null for kinds without names.
    name: Option<String>,
    /// What became of it.
    became: Became,
    /// Of a deleted record the one that took its slug as an alias since, as a merge leaves it; null if there is none, or
    /// more than one. The log keeps what a commit comes to, not the merge itself.
    merged_into: Option<ID>,
    /// The columns in which it differs, in the order of files. Never empty.
    fields: Vec<FieldChange>,
    /// The revisions that touched it: after the earlier one, up to the later one; ascending.
    revisions: Vec<Revision>,
}

/// A column in which a record differs, as the cells of a data package. Lists are divided by `;`.
#[derive(Clone, SimpleObject)]
pub(crate) struct FieldChange {
    /// Name of the column, as in files: `name_en`, `capacity`, ….
    field: String,
    /// What the earlier revision states; null if it states nothing, which is never zero.
    before: Option<String>,
    /// What the later revision states; null if it states nothing.
    after: Option<String>,
}

impl From<FieldCells> for FieldChange {
    fn from(it: FieldCells) -> Self {
        Self {
            field: it.field.to_owned(),
            before: it.before,
            after: it.after,
        }
    }
}

/// What `changes` is asked.
pub(super) struct ChangeArgs {
    pub(super) from: i32,
    pub(super) to: Option<i32>,
    pub(super) kinds: Option<Vec<ID>>,
    pub(super) first: i32,
    pub(super) after: Option<String>,
}

/// The answer to `changes`.
///
/// # Errors
/// `NOT_FOUND` for a revision that does not exist or was discarded; `BAD_INPUT` if they stand the wrong way round, for an unknown
/// kind and for arguments of pages that make no sense; `LIMIT` if the commits in between have too many changes.
pub(super) async fn changes(
    ctx: &Context<'_>,
    args: ChangeArgs,
) -> Result<ChangeConnection, ApiError> {
    let session = Session::of(ctx)?;
    let kinds = kinds(args.kinds.as_deref().unwrap_or_default())?;
    let question = Question::new("changes")
        .with(&format!("{} {:?}", args.from, args.to))
        .with(&format!("{kinds:?}"));
    let began = |after: &String| Cursor::decode("after", after, question.digest());
    let began = args.after.as_ref().map(began).transpose()?;
    let to = args.to.or(began.map(|it| int(it.revision)));
    let to = session.snapshot("to", to).await?;
    if u64::try_from(args.from)
        .is_ok_and(|it| it > to.revision() && it <= session.latest.revision())
    {
        let message = format!(
            "`from` is revision {}, which is later than revision {}: changes are told from the earlier to the later",
            args.from,
            to.revision()
        );
        return Err(ApiError::bad_input("from", args.from.to_string(), message));
    }
    let from = session.snapshot("from", Some(args.from)).await?;
    let asks = |path: [&str; 2]| {
        let found = ctx.look_ahead().field(path[0]);
        let found = path[1].split('.').fold(found, |it, name| it.field(name));
        found.exists()
    };
    let compare = Compare {
        with_revisions: asks(["nodes", "revisions"]) || asks(["edges", "node.revisions"]),
        from,
        to,
        work: Arc::clone(&session.work),
    };
    let page = PageArgs {
        first: Some(args.first),
        after: args.after,
        ..PageArgs::default()
    };
    let answer = move |app: &App| compare.answer(app, &kinds, question, &page);
    session.app.run(answer).await?
}

/// The kinds of a filter, ordered; empty for all.
fn kinds(names: &[ID]) -> Result<Vec<Kind>, ApiError> {
    let has_table = |it: &Kind| table_of(*it).is_some();
    let kind = |name: &ID| {
        let known = Kind::from_code(name).filter(has_table);
        known.ok_or_else(|| {
            let tables = Kind::ALL.iter().filter(|it| has_table(it));
            let near = nearest(name, tables.map(|it| it.code()));
            let hint = near.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
            let message = format!("unknown kind `{}`{hint}", name.as_str());
            let near = near.map(str::to_owned).into_iter().collect();
            ApiError::bad_input("kinds", name.as_str(), message).suggesting(near)
        })
    };
    let mut kinds = names.iter().map(kind).collect::<Result<Vec<_>, _>>()?;
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds)
}

/// Two revisions being compared.
struct Compare {
    from: Arc<Snapshot>,
    to: Arc<Snapshot>,
    with_revisions: bool,
    work: Arc<Work>,
}

impl Compare {
    fn answer(
        &self,
        app: &App,
        kinds: &[Kind],
        question: Question,
        page: &PageArgs,
    ) -> Result<ChangeConnection, ApiError> {
        let (from, to) = (self.from.revision(), self.to.revision());
        let revisions = usize::try_from(to - from).unwrap_or(usize::MAX);
        self.work.scan(revisions)?;
        let changes = app.changes_between(from, to)?;
        if changes > MAX_COMPARED {
            return Err(ApiError::limit(format!(
                "the commits between revisions {from} and {to} have {changes} changes; at most {MAX_COMPARED} are compared: choose revisions that are closer"
            )));
        }
        self.work
            .scan(usize::try_from(changes).unwrap_or(usize::MAX))?;
        let touched = app.touched(from, to, kinds)?;
        let found = differences(self.from.registry(), self.to.registry(), touched.keys());
        let asked = (question, to);
        let item_at = |at: usize| self.record_change(app, &found[at], &touched);
        let page = Connection::of(found.len(), |at| key(&found[at]), asked, page, item_at)?;
        let (edges, page_info, total) = page.into_parts();
        let edges = edges.into_iter();
        let edges: Vec<ChangeEdge> = edges
            .map(|(cursor, node)| ChangeEdge { cursor, node })
            .collect();
        let count = |became| int(found.iter().filter(|it| it.became == became).count());
        Ok(ChangeConnection {
            nodes: edges.iter().map(|it| it.node.clone()).collect(),
            edges,
            page_info,
            total_count: int(total),
            created: count(model::Became::Created),
            changed: count(model::Became::Changed),
            deleted: count(model::Became::Deleted),
            from: self.revision(app, from)?,
            to: self.revision(app, to)?,
        })
    }

    fn record_change(
        &self,
        app: &App,
        it: &Difference,
        touched: &Touched,
    ) -> Result<RecordChange, ApiError> {
        self.work.draw(1)?;
        let (before, after) = (self.from.registry(), self.to.registry());
        let cells = field_cells(before, after, &it.id);
        let revisions = touched.get(&it.id).filter(|_| self.with_revisions);
        let revisions = revisions.into_iter().flatten().map(|revision| {
            self.work.draw(1)?;
            self.revision(app, *revision)
        });
        Ok(RecordChange {
            id: ID::from(it.id.to_string()),
            kind: ID::from(it.id.kind.code()),
            slug: it.id.slug.to_string(),
            name: name(after, &it.id).or_else(|| name(before, &it.id)),
            became: it.became.into(),
            merged_into: it.merged_into.as_ref().map(|it| ID::from(it.to_string())),
            fields: cells.into_iter().map(FieldChange::from).collect(),
            revisions: revisions.collect::<Result<_, ApiError>>()?,
        })
    }

    fn revision(&self, app: &App, asked: u64) -> Result<Revision, ApiError> {
        let latest = self.to.revision();
        let info = app.revision(asked)?;
        let info = info.ok_or(AppError::UnknownRevision { asked, latest })?;
        Ok(Revision::from(info))
    }
}

/// Where a record stands in the order of the answer.
fn key(it: &Difference) -> Key {
    (format!("{:03}", it.id.kind as u8), it.id.slug.to_string())
}

/// The name of a record; none if there is no such record or its kind has no names.
fn name(registry: &Registry, id: &model::Id) -> Option<String> {
    let row = registry.find(id)?;
    let is_named = table_of(id.kind).is_some_and(|it| it.named);
    is_named.then(|| registry.name(row).to_owned())
}
