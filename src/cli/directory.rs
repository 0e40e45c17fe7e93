//! `ketju directory`: clusters, organisations, platforms and programmes by what they do and where they are.

use anyhow::Context as _;
use anyhow::bail;
use clap::Args;
use clap::ValueEnum;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::named::id_of;
use crate::cli::output::Rows;
use crate::cli::paths::answer_of;
use crate::cli::paths::finite;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::when::WhenArgs;

/// The documents that `directory` runs.
pub(super) const DOCUMENTS: [&str; 4] = [
    include_str!("directory_clusters.graphql"),
    include_str!("directory_organisations.graphql"),
    include_str!("directory_platforms.graphql"),
    include_str!("directory_programmes.graphql"),
];

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Listed {
    /// Cluster organisations, networks, parks
    Clusters,
    /// Companies, universities, institutes, authorities
    Organisations,
    /// Pilot plants, laboratories, test sites
    Platforms,
    /// Projects, programmes, calls, events
    Programmes,
}

#[derive(Args)]
pub(super) struct Directory {
    /// What to list
    #[arg(value_enum)]
    listed: Listed,
    /// Only what is found by these words
    #[arg(long)]
    text: Option<String>,
    /// Only in this region: `region:fi`, or `fi`; several with commas
    #[arg(long, value_delimiter = ',')]
    region: Vec<String>,
    /// What clusters and programmes work on; several with commas
    #[arg(long, value_delimiter = ',')]
    theme: Vec<String>,
    /// What a member of clusters works with, `material:nickel` or `nickel`; what platforms work with, in words
    #[arg(long, value_delimiter = ',')]
    material: Vec<String>,
    /// What organisations, platforms, or members of clusters offer, in words
    #[arg(long)]
    service: Option<String>,
    /// Processing steps of organisations, platforms, or members of clusters: CGI codes such as `leaching`; several with commas
    #[arg(long, value_delimiter = ',')]
    process: Vec<String>,
    /// Clusters of members that run or own sites of this stage, such as `RECYCLING`; several with commas
    #[arg(long, value_delimiter = ',')]
    stage: Vec<String>,
    /// Count for clusters who is on record with them in any role, not as a member alone; without it project partners,
    /// supporters and others are left out
    #[arg(long)]
    any_role: bool,
    /// Platforms that may be able to test this side-stream: those that name it or what is in it first (`specific`), then
    /// those for residues in general (`general`), the nearest of each first
    #[arg(long, value_name = "SIDE_STREAM")]
    can_test: Option<String>,
    /// The nearest to this point first, such as `65.7,24.6`
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    near: Option<String>,
    /// Only within so many kilometres of `--near`
    #[arg(long, requires = "near")]
    within_km: Option<f64>,
    /// Programmes that may be open on this day, month or year; those with dates that are not on record come last, and say so
    #[arg(long, value_name = "DATE")]
    open_on: Option<String>,
    /// At most so many, 1 to 200
    #[arg(long, default_value_t = 50)]
    first: i32,
    #[command(flatten)]
    when: WhenArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Directory {
    /// That nothing meets what is asked for is a negative answer.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        let near = self.near()?;
        let has_order = near.is_some() || self.can_test.is_some();
        let mut variables = json!({
            "filter": self.filter(&backend)?,
            "first": self.first,
            "at": self.when.at(),
        });
        if self.listed != Listed::Programmes {
            variables["near"] = near.unwrap_or_default();
            variables["orderBy"] = json!(if has_order { "NEAREST" } else { "ID" });
        }
        if let Some(stream) = variables["filter"].get("canTest").cloned() {
            variables["stream"] = stream;
            variables["tests"] = json!(true);
        }
        let response = backend.query(DOCUMENTS[self.listed as usize], &variables)?;
        let answer = answer_of(&response, "list")?;
        self.rows(answer).print(self.format, answer)?;
        let shown = items(&answer["edges"]).len();
        eprintln!("{shown} of {} told", plain(&answer["totalCount"]));
        if let Some(unknown) = answer["positionUnknown"].as_u64().filter(|it| *it > 0) {
            eprintln!("{unknown} more meet the rest, but where they are is not known");
        }
        Ok(match shown {
            0 => Outcome::Negative,
            _ => Outcome::Done,
        })
    }

    /// The point asked for.
    fn near(&self) -> anyhow::Result<Option<Value>> {
        let Some(text) = &self.near else {
            return Ok(None);
        };
        let said = || format!("`{text}` (--near) is no point: expected `LAT,LON` in degrees");
        let (latitude, longitude) = text.split_once(',').with_context(said)?;
        let number = |text: &str| text.trim().parse::<f64>().with_context(said);
        let degrees = |text: &str| finite("--near", number(text)?);
        let within = self.within_km.map(|it| finite("--within-km", it));
        Ok(Some(json!({
            "latitude": degrees(latitude)?,
            "longitude": degrees(longitude)?,
            "radiusKm": within.transpose()?,
        })))
    }

    /// The filter of the list; what does not belong to the list is refused.
    fn filter(&self, backend: &Backend) -> anyhow::Result<Value> {
        let at = self.when.at();
        let mut filter = Map::new();
        let mut set = |key: &str, value: Value| drop(filter.insert(key.into(), value));
        let listed = self.listed;
        if let Some(text) = &self.text {
            set("text", json!(text));
        }
        let is_programme = listed == Listed::Programmes;
        self.belongs("--region", !self.region.is_empty(), !is_programme)?;
        if !self.region.is_empty() {
            let ids = self.region.iter();
            let ids = ids.map(|it| id_of(backend, &at, "region", "--region", it));
            set("regions", json!(ids.collect::<anyhow::Result<Vec<_>>>()?));
        }
        let is_themed = matches!(listed, Listed::Clusters | Listed::Programmes);
        self.belongs("--theme", !self.theme.is_empty(), is_themed)?;
        if !self.theme.is_empty() {
            set("themes", json!(self.theme));
        }
        let is_platform = listed == Listed::Platforms;
        self.belongs("--can-test", self.can_test.is_some(), is_platform)?;
        if let Some(stream) = &self.can_test {
            let id = id_of(backend, &at, "side-stream", "--can-test", stream)?;
            set("canTest", json!(id));
        }
        self.belongs("--open-on", self.open_on.is_some(), is_programme)?;
        if let Some(day) = &self.open_on {
            set("openOn", json!(day));
        }
        let work = self.work(backend)?;
        self.belongs("--any-role", self.any_role, listed == Listed::Clusters)?;
        if self.any_role && work.is_empty() {
            bail!(
                "--any-role widens --process, --service, --stage or --material: give one of them"
            );
        }
        if listed != Listed::Clusters {
            filter.extend(work);
        } else if !work.is_empty() {
            let mut of_members = work;
            if self.any_role {
                of_members.insert("anyRole".into(), json!(true));
            }
            filter.insert("members".into(), Value::Object(of_members));
        }
        Ok(Value::Object(filter))
    }

    /// What organisations and platforms, or the members of clusters, work with and offer.
    fn work(&self, backend: &Backend) -> anyhow::Result<Map<String, Value>> {
        let (listed, at) = (self.listed, self.when.at());
        let works = [self.service.is_some(), !self.process.is_empty()];
        self.belongs(
            "--service and --process",
            works.contains(&true),
            listed != Listed::Programmes,
        )?;
        let with_material = matches!(listed, Listed::Clusters | Listed::Platforms);
        self.belongs("--material", !self.material.is_empty(), with_material)?;
        let mut found = Map::new();
        let mut work = |key: &str, value: Value| drop(found.insert(key.into(), value));
        if let Some(service) = &self.service {
            work("services", json!(service));
        }
        if !self.process.is_empty() {
            work("processes", json!(self.process));
        }
        if !self.material.is_empty() && listed == Listed::Clusters {
            let ids = self.material.iter();
            let ids = ids.map(|it| id_of(backend, &at, "material", "--material", it));
            work("materials", json!(ids.collect::<anyhow::Result<Vec<_>>>()?));
        } else if !self.material.is_empty() {
            work("materials", json!(self.material));
        }
        self.belongs(
            "--stage",
            !self.stage.is_empty(),
            listed == Listed::Clusters,
        )?;
        if !self.stage.is_empty() {
            let stages = self.stage.iter().map(|it| it.trim().to_uppercase());
            work("stages", stages.collect());
        }
        Ok(found)
    }

    /// Refuses an argument that says nothing of what is listed.
    fn belongs(&self, argument: &str, is_given: bool, belongs: bool) -> anyhow::Result<()> {
        if is_given && !belongs {
            let listed = self.listed.to_possible_value();
            let listed = listed
                .map(|it| it.get_name().to_owned())
                .unwrap_or_default();
            bail!("{argument} says nothing of {listed}");
        }
        Ok(())
    }

    fn rows(&self, answer: &Value) -> Rows {
        let more = match self.listed {
            Listed::Clusters => ["themes", "members", "website"],
            Listed::Organisations => ["services", "website", ""],
            Listed::Platforms if self.can_test.is_some() => ["tests", "materials", "services"],
            Listed::Platforms => ["materials", "services", ""],
            Listed::Programmes => ["themes", "start", "end"],
        };
        let keys = match self.listed {
            Listed::Clusters => ["words", "memberCount", "website"],
            Listed::Organisations => ["words", "website", ""],
            Listed::Platforms if self.can_test.is_some() => ["testsHow", "words", "services"],
            Listed::Platforms => ["words", "services", ""],
            Listed::Programmes => ["words", "start", "end"],
        };
        let placed: &[&str] = match self.listed {
            Listed::Programmes => &[],
            _ => &["city", "country", "km"],
        };
        let marks = (self.listed == Listed::Programmes).then_some("dates");
        let more = more.into_iter().filter(|it| !it.is_empty()).chain(marks);
        let header: Vec<&str> = ["id", "name", "type"]
            .into_iter()
            .chain(placed.iter().copied())
            .chain(more)
            .collect();
        let mut rows = Rows::new(&header);
        for edge in items(&answer["edges"]) {
            let node = &edge["node"];
            let mut cells = vec![
                plain(&node["id"]),
                plain(&node["name"]),
                plain(&node["type"]),
            ];
            if !placed.is_empty() {
                let km = edge["distanceKm"].as_f64();
                let km = km.map_or(String::new(), |it| format!("{it:.0}"));
                cells.extend([plain(&node["city"]), plain(&node["country"]), km]);
            }
            let told = keys.iter().filter(|it| !it.is_empty());
            cells.extend(told.map(|it| match *it {
                "memberCount" => members(node),
                "testsHow" => plain(&node[*it]).to_lowercase(),
                key => words(&node[key]),
            }));
            cells.extend(marks.map(|_| dates(node).to_owned()));
            rows.push(cells);
        }
        rows
    }
}

/// How many are members of a cluster, and how many are on record with it in other roles.
fn members(node: &Value) -> String {
    let count = |key: &str| node[key].as_u64().unwrap_or_default();
    let members = match count("memberCount") {
        1 => "1 member".to_owned(),
        many => format!("{many} members"),
    };
    match count("otherRolesCount") {
        0 => members,
        1 => format!("{members}, 1 in another role"),
        many => format!("{members}, {many} in other roles"),
    }
}

/// What is not known of when a programme is open; empty if all is.
fn dates(node: &Value) -> &'static str {
    match node["datesOnRecord"].as_str() {
        Some("START_ONLY") => "end not on record",
        Some("END_ONLY") => "start not on record",
        Some("NEITHER") => "dates not on record",
        _ => "",
    }
}

/// A value as a cell; several texts with `; ` between.
fn words(value: &Value) -> String {
    match value.as_array() {
        Some(all) => all.iter().map(plain).collect::<Vec<_>>().join("; "),
        None => plain(value),
    }
}
