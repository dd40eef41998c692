//! Discord's own schema for each operation, from the file that `DISCORD_OPENAPI` names.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write as _;
use std::sync::{Arc, Mutex, OnceLock};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::super::objects::attachment_id;
use super::super::state::Request;
use super::{Findings, Judge, Kind};

/// The two judges of one operation: the schema, and the schema that refuses unknown keys.
type Pair = Arc<(Validator, Validator)>;

/// Discord's description of its API, with the operations compiled so far.
struct Description {
    document: Value,
    compiled: Mutex<HashMap<String, Option<Pair>>>,
}

fn description() -> Option<&'static Description> {
    static DESCRIPTION: OnceLock<Option<Description>> = OnceLock::new();
    DESCRIPTION
        .get_or_init(|| {
            let Some(path) = std::env::var_os("DISCORD_OPENAPI").filter(|path| !path.is_empty()) else {
                // Straight to stderr: the test harness shows what `eprintln!` prints only on failure.
                let note = b"note: DISCORD_OPENAPI is not set: \
                    requests are not judged by Discord's schemas\n";
                std::io::stderr().write_all(note).ok();
                return None;
            };
            let text = std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("DISCORD_OPENAPI={}: {error}", path.display()));
            let document = serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("DISCORD_OPENAPI={}: {error}", path.display()));
            Some(Description { document, compiled: Mutex::default() })
        })
        .as_ref()
}

/// Prints the note about a missing description, once in the process.
pub fn announce() {
    description();
}

/// Judges a body by the schema of its operation.
pub fn judge(request: &Request, body: &Value, findings: &mut Findings) {
    let Some(description) = description() else {
        return;
    };
    let method = request.method.as_str().to_ascii_lowercase();
    let Some(template) = template(&description.document["paths"], &request.path) else {
        findings.add(Judge::Route, "Discord's description has no such path");
        return;
    };
    let body = tolerate(body, super::kind(&request.method, &request.path));
    let Some(pair) = description.operation(&method, &template) else {
        findings.add(Judge::Route, "Discord's description has no JSON body for this operation");
        return;
    };
    let wrong = explain(&pair.0, &body);
    if wrong.is_empty() {
        for what in explain(&pair.1, &body) {
            findings.add(Judge::UnknownKey, what);
        }
    }
    for what in wrong {
        findings.add(Judge::Schema, what);
    }
}

impl Description {
    fn operation(&self, method: &str, template: &str) -> Option<Pair> {
        let mut compiled = self.compiled.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let key = format!("{method} {template}");
        compiled.entry(key).or_insert_with(|| self.compile(method, template).map(Arc::new)).clone()
    }

    fn compile(&self, method: &str, template: &str) -> Option<(Validator, Validator)> {
        let body = &self.document["paths"][template][method]["requestBody"];
        let schema = body["content"]["application/json"].get("schema")?;
        let mut needed = BTreeSet::new();
        self.reach(schema, &mut needed);
        let schemas: Map<String, Value> = needed
            .iter()
            .map(|name| (name.clone(), self.document["components"]["schemas"][name].clone()))
            .collect();
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": {"schemas": schemas}, "allOf": [schema],
        });
        let mut strict = whole.clone();
        refuse_unknown(&mut strict);
        let compile = |schema: &Value| jsonschema::validator_for(schema).expect("a valid schema");
        Some((compile(&whole), compile(&strict)))
    }

    /// The names of all schemas that this one refers to.
    fn reach(&self, schema: &Value, needed: &mut BTreeSet<String>) {
        match schema {
            Value::Object(object) => {
                let name = object.get("$ref").and_then(Value::as_str);
                if let Some(name) = name.and_then(|r| r.strip_prefix("#/components/schemas/"))
                    && needed.insert(name.to_owned())
                {
                    self.reach(&self.document["components"]["schemas"][name], needed);
                }
                object.values().for_each(|value| self.reach(value, needed));
            }
            Value::Array(list) => list.iter().for_each(|value| self.reach(value, needed)),
            _ => {}
        }
    }
}

/// The template of a path; one with fewer placeholders is the better one.
fn template(paths: &Value, path: &str) -> Option<String> {
    let segments: Vec<&str> = path.split('/').collect();
    let fits = |template: &&String| {
        let wanted: Vec<&str> = template.split('/').collect();
        let equal = |(w, s): (&&str, &&str)| w.starts_with('{') || w == s;
        wanted.len() == segments.len() && wanted.iter().zip(&segments).all(equal)
    };
    let paths = paths.as_object()?;
    paths.keys().filter(fits).min_by_key(|template| template.matches('{').count()).cloned()
}

/// Makes every object with known properties refuse all others.
fn refuse_unknown(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(refuse_unknown);
            if object.get("properties").is_some_and(|properties| {
                // A property that is itself called `properties` is not a schema's keyword.
                properties.is_object() && properties.get("type").is_none_or(Value::is_object)
            }) && !object.contains_key("additionalProperties")
            {
                object.insert("additionalProperties".into(), json!(false));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(refuse_unknown),
        _ => {}
    }
}

/// What is wrong, in lines that a person can use.
fn explain(validator: &Validator, body: &Value) -> Vec<String> {
    let mut lines = BTreeMap::new();
    for error in validator.iter_errors(body) {
        descend(&error, &mut lines);
    }
    lines.into_iter().map(|(place, what)| format!("{place}: {what}")).collect()
}

/// Of a choice between schemas, explains the one that was meant: it fits best.
fn descend(error: &ValidationError<'_>, lines: &mut BTreeMap<String, String>) {
    let branches = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => context,
        _ => {
            let mut what = error.to_string();
            if what.chars().count() > 300 {
                what = what.chars().take(300).chain("…".chars()).collect();
            }
            lines.insert(format!("body{}", error.instance_path()), what);
            return;
        }
    };
    let misses = |branch: &&Vec<ValidationError<'static>>| {
        let other_type = branch.iter().any(|error| {
            error.instance_path().as_str() == format!("{}/type", error_parent(error))
                || matches!(error.kind(), ValidationErrorKind::Type { .. })
                    && error.schema_path().as_str().ends_with("/0/type")
        });
        (other_type, branch.len())
    };
    if let Some(branch) = branches.iter().min_by_key(misses) {
        branch.iter().for_each(|error| descend(error, lines));
    }
}

fn error_parent(error: &ValidationError<'_>) -> String {
    let path = error.instance_path().as_str();
    path.rsplit_once('/').map_or_else(String::new, |(parent, _)| parent.to_owned())
}

/// What Discord takes although its description does not say so: permissions as text, ids of
/// attachments as numbers, and the keys that serenity always writes, as long as they say nothing.
fn tolerate(body: &Value, kind: Kind) -> Value {
    let mut body = body.clone();
    match kind {
        Kind::Command => tolerate_command(&mut body),
        Kind::Commands => body.as_array_mut().into_iter().flatten().for_each(tolerate_command),
        Kind::Message | Kind::MessageEdit => tolerate_message(&mut body),
        Kind::ForumPost => body.get_mut("message").into_iter().for_each(tolerate_message),
        Kind::Callback => body.get_mut("data").into_iter().for_each(tolerate_message),
        Kind::Other => {}
    }
    body
}

fn tolerate_message(message: &mut Value) {
    let listed = message.get_mut("attachments").and_then(Value::as_array_mut);
    for attachment in listed.into_iter().flatten() {
        if let Some(id) = attachment_id(attachment) {
            attachment["id"] = json!(id);
        }
    }
    let embeds = message.get_mut("embeds").and_then(Value::as_array_mut);
    for embed in embeds.into_iter().flatten().filter_map(Value::as_object_mut) {
        for part in embed.values_mut().filter_map(Value::as_object_mut) {
            part.retain(|_, value| !value.is_null());
        }
    }
}

fn tolerate_command(command: &mut Value) {
    let permissions = command["default_member_permissions"].as_str().and_then(|p| p.parse().ok());
    let Some(object) = command.as_object_mut() else {
        return;
    };
    match permissions {
        Some::<u64>(bits) => {
            object.insert("default_member_permissions".into(), json!(bits));
        }
        None => {
            object.retain(|key, value| key != "default_member_permissions" || !value.is_null());
        }
    }
    // In the documentation, but not in the description.
    object.retain(|key, value| key != "nsfw" || !value.is_boolean());
    tolerate_options(object);
}

fn tolerate_options(object: &mut Map<String, Value>) {
    let options = object.get_mut("options").and_then(Value::as_array_mut);
    for option in options.into_iter().flatten().filter_map(Value::as_object_mut) {
        tolerate_options(option);
        option.retain(|_, value| !value.is_null() && *value != json!([]) && *value != json!(false));
    }
}
