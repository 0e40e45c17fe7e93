//! `ketju partners`: who can use a side-stream, or what meets a need, with the reasons.

mod described;
mod show;

use clap::Args;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::named::id_of;
use crate::cli::output::print;
use crate::cli::partners::described::DescribedArgs;
use crate::cli::paths::answer_of;
use crate::cli::paths::finite;
use crate::cli::scenario::ScenarioArgs;
use crate::cli::show::items;
use crate::cli::when::WhenArgs;

/// The document that `partners` runs for one list.
const DOCUMENT: &str = concat!(
    include_str!("partners.graphql"),
    "\n",
    include_str!("partners_answer.graphql")
);

/// The document that `partners` runs for named takers and kinds of use apart.
const LISTS: &str = concat!(
    include_str!("partners_lists.graphql"),
    "\n",
    include_str!("partners_answer.graphql")
);

/// The document that lists what is ruled out.
const RULED_OUT: &str = "query RuledOut($input: PartnerInput!, $first: Int!) { partners(input: $input, first: $first) { totalCount nodes { entity { name } rejectionReason rejectedBecause } } }";

#[derive(Args)]
pub(super) struct Partners {
    /// Who takes this: a side-stream by id or name, or `product:…` wherever it arises
    #[arg(conflicts_with = "describe", required_unless_present_any = ["describe", "need"])]
    offer: Option<String>,
    /// What meets this: `intake:…`, `activity:…`, `use:…`, or a site by id or name; with OFFER that one pair
    #[arg(long, value_name = "ID", conflicts_with = "describe")]
    need: Option<String>,
    #[command(flatten)]
    described: DescribedArgs,
    /// Only partners so near, in km
    #[arg(long, value_name = "KM")]
    within: Option<f64>,
    /// Only partners in this region: `region:fi`, or `fi`; several with commas
    #[arg(long, value_delimiter = ',')]
    region: Vec<String>,
    /// Only named takers: sites and organisations; without this and `--uses` the table shows both, apart
    #[arg(long, conflicts_with_all = ["uses", "need"])]
    takers: bool,
    /// Only kinds of use: what it can become
    #[arg(long, conflicts_with = "need")]
    uses: bool,
    /// List what is ruled out too, each with its reason
    #[arg(long)]
    rejected: bool,
    /// Leave this link out of account, to see what would be found without it; several with commas
    #[arg(long, value_name = "LINK", value_delimiter = ',')]
    hide_link: Vec<String>,
    /// How many partners at the most, 1 to 200, in each list
    #[arg(long, default_value_t = 10)]
    first: i32,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Partners {
    /// That there is no partner is a negative answer.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        let mut input = self.input(&backend)?;
        let is_table = matches!(self.format, Format::Table);
        let is_pair = self.offer.is_some() && self.need.is_some();
        // In a table what is ruled out is a list of its own, however many partners there are.
        let lists_rejected = self.rejected && is_table && !is_pair;
        if lists_rejected {
            input["includeRejected"] = false.into();
        }
        let with_rejected = |input: &Value, answer: &mut Value| -> anyhow::Result<()> {
            if lists_rejected {
                answer["ruledOut"] = ruled_out(&backend, input, self.first)?;
            }
            Ok(())
        };
        if is_table && self.need.is_none() && !self.takers && !self.uses {
            let mut answer = in_lists(&backend, &input, self.first, &self.scenario)?;
            for (list, group) in GROUPS {
                with_rejected(&of_group(&input, group), &mut answer[list])?;
            }
            print(&self.scenario.text(&answer, show::lists))?;
            return Ok(outcome(&[&answer["takers"], &answer["uses"]]));
        }
        let variables = json!({ "input": input, "first": self.first });
        let document = self.scenario.document(DOCUMENT);
        let response = backend.query(&document, &variables)?;
        let mut answer = answer_of(&response, "partners")?.clone();
        with_rejected(&input, &mut answer)?;
        match self.format {
            Format::Table => print(&self.scenario.text(&answer, show::text))?,
            Format::Json | Format::Csv => show::csv_rows(&answer).print(self.format, &answer)?,
        }
        Ok(outcome(&[&answer]))
    }

    fn input(&self, backend: &Backend) -> anyhow::Result<Value> {
        let at = self.when.at();
        let id = |kind: &str, argument: &str, named: &String| {
            id_of(backend, &at, kind, argument, named).map(Value::from)
        };
        let mut input = Map::new();
        input.insert("at".into(), at.clone());
        input.insert("scenario".into(), self.scenario.input()?);
        input.insert("includeRejected".into(), self.rejected.into());
        let among = [(self.takers, "TAKERS"), (self.uses, "USES")];
        let among = among.into_iter().filter(|it| it.0);
        input.extend(among.map(|it| ("among".into(), it.1.into())));
        if let Some(offer) = &self.offer {
            input.insert("offer".into(), id("side-stream", "OFFER", offer)?);
        }
        if let Some(need) = &self.need {
            input.insert("need".into(), id("site", "--need", need)?);
        }
        if let Some(described) = self.described.input(backend, &at)? {
            input.insert("describe".into(), described);
        }
        if let Some(km) = self.within {
            input.insert("withinKm".into(), finite("--within", km)?);
        }
        let ids = |kind: &str, argument: &str, all: &[String]| -> anyhow::Result<Value> {
            let ids = all.iter().map(|it| id(kind, argument, it));
            Ok(Value::Array(ids.collect::<Result<_, _>>()?))
        };
        if !self.region.is_empty() {
            input.insert("regions".into(), ids("region", "--region", &self.region)?);
        }
        if !self.hide_link.is_empty() {
            let links = self.hide_link.iter();
            let links = links.map(|it| crate::cli::paths::with_kind("link", it.trim()));
            input.insert("hideLinks".into(), links.collect());
        }
        Ok(input.into())
    }
}

/// The lists of an answer in two, and the group of partners that each is of.
const GROUPS: [(&str, &str); 2] = [("takers", "TAKERS"), ("uses", "USES")];

/// The same question for one group of partners.
fn of_group(input: &Value, group: &str) -> Value {
    let mut input = input.clone();
    input["among"] = group.into();
    input
}

/// What is ruled out for a question, what would have fitted best first.
fn ruled_out(backend: &Backend, input: &Value, first: i32) -> anyhow::Result<Value> {
    let mut input = input.clone();
    input["onlyRejected"] = true.into();
    let variables = json!({ "input": input, "first": first });
    let response = backend.query(RULED_OUT, &variables)?;
    Ok(answer_of(&response, "partners")?.clone())
}

/// Named takers and kinds of use for one offer, each in its own list, with both of the baseline where it is asked for.
fn in_lists(
    backend: &Backend,
    input: &Value,
    first: i32,
    scenario: &ScenarioArgs,
) -> anyhow::Result<Value> {
    let [takers, uses] = GROUPS.map(|(_, group)| of_group(input, group));
    let variables = json!({ "takers": takers, "uses": uses, "first": first });
    let response = backend.query(&scenario.document(LISTS), &variables)?;
    let takers = answer_of(&response, "takers")?;
    let uses = answer_of(&response, "uses")?;
    let baseline = match &takers["baseline"] {
        Value::Null => Value::Null,
        baseline => json!({ "takers": baseline, "uses": uses["baseline"] }),
    };
    Ok(json!({ "takers": takers, "uses": uses, "baseline": baseline }))
}

/// The same lists as text, for the tour.
pub(super) fn text_in_lists(
    backend: &Backend,
    input: &Value,
    first: i32,
) -> anyhow::Result<String> {
    let answer = in_lists(backend, input, first, &ScenarioArgs::default())?;
    Ok(show::lists(&answer))
}

/// That nothing is found that is not ruled out is a negative answer.
fn outcome(answers: &[&Value]) -> Outcome {
    let mut found = answers.iter().flat_map(|it| items(&it["nodes"]));
    match found.any(|it| it["rejectionReason"].is_null()) {
        true => Outcome::Done,
        false => Outcome::Negative,
    }
}
