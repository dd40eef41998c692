//! Messages, answers to interactions and forms.

use serde_json::{Value, json};

use super::super::objects::attachment_id;
use super::super::wire::Part;
use super::{Findings, items, length, repeated, twilight};

/// A message that is made or edited.
pub fn judge(message: &Value, files: &[Part], made: bool, findings: &mut Findings) {
    mentions(message, findings);
    twilight::message(message, findings);
    if made && is_empty(message, files) {
        findings.limit("an empty message: no content, embed, file, sticker or poll");
    }
    let nonce = &message["nonce"];
    if length(nonce) > 25 {
        findings.limit(format!("nonce: {nonce} is longer than 25 characters"));
    }
    if message["enforce_nonce"] == true && nonce.is_null() {
        findings.limit("enforce_nonce without a nonce");
    }
    let total: usize = items(&message["embeds"]).map(embed_length).sum();
    if total > 6000 {
        findings.limit(format!("embeds: {total} characters in all, 6000 are allowed"));
    }
    if items(&message["embeds"]).any(|embed| embed_length(embed) == 0 && embed["image"].is_null()) {
        findings.limit("embeds: one is empty");
    }
    components(&message["components"], findings);
    attachments(message, files, findings);
}

/// The first answer to an interaction.
pub fn judge_callback(callback: &Value, files: &[Part], findings: &mut Findings) {
    let data = &callback["data"];
    match callback["type"].as_u64() {
        Some(4) => judge(data, files, true, findings),
        Some(7) => judge(data, files, false, findings),
        Some(5 | 6) => {}
        Some(8) => choices(&data["choices"], findings),
        Some(9) => form(data, findings),
        _ => findings.limit(format!("type: {} is no type of answer", callback["type"])),
    }
}

fn mentions(message: &Value, findings: &mut Findings) {
    let allowed = &message["allowed_mentions"];
    if !allowed.is_object() {
        findings.house("allowed_mentions is missing: what users wrote could ping everybody");
        return;
    }
    if !allowed["parse"].is_array() {
        findings.house("allowed_mentions.parse is missing");
    }
    for class in items(&allowed["parse"]) {
        findings.house(format!("allowed_mentions.parse has {class}: what users wrote could ping"));
        let class = class.as_str().unwrap_or_default();
        if items(&allowed[class]).next().is_some() {
            findings.limit(format!("allowed_mentions: {class} both in parse and listed"));
        }
    }
}

fn is_empty(message: &Value, files: &[Part]) -> bool {
    let some = |key: &str| items(&message[key]).next().is_some();
    let content = message["content"].as_str().unwrap_or_default().trim();
    content.is_empty()
        && !some("embeds")
        && !some("sticker_ids")
        && message["poll"].is_null()
        && files.is_empty()
}

fn embed_length(embed: &Value) -> usize {
    let fields = items(&embed["fields"]).map(|field| length(&field["name"]) + length(&field["value"]));
    length(&embed["title"])
        + length(&embed["description"])
        + length(&embed["footer"]["text"])
        + length(&embed["author"]["name"])
        + fields.sum::<usize>()
}

fn components(rows: &Value, findings: &mut Findings) {
    if items(rows).count() > 5 {
        findings.limit("components: more than 5 action rows");
    }
    for row in items(rows) {
        if row["type"] != 1 {
            findings.limit(format!("components: type {} outside an action row", row["type"]));
            continue;
        }
        let inside: Vec<&Value> = items(&row["components"]).collect();
        let selects = inside.iter().filter(|c| matches!(c["type"].as_u64(), Some(3 | 5..=8))).count();
        if inside.is_empty() {
            findings.limit("components: an empty action row");
        }
        if inside.len() > 5 {
            findings.limit("components: more than 5 buttons in a row");
        }
        if selects > 1 || (selects == 1 && inside.len() > 1) {
            findings.limit("components: a select menu fills its row alone");
        }
        inside.iter().for_each(|component| control(component, findings));
    }
    let ids = items(rows).flat_map(|row| items(&row["components"]));
    for id in repeated(ids.filter_map(|component| component["custom_id"].as_str())) {
        findings.limit(format!("components: custom_id {id:?} is used twice"));
    }
}

fn control(component: &Value, findings: &mut Findings) {
    let link = component["type"] == 2 && component["style"] == 5;
    if link {
        if !component["custom_id"].is_null() || component["url"].is_null() {
            findings.limit("components: a link button has a url and no custom_id");
        }
    } else if !(1..=100).contains(&length(&component["custom_id"])) {
        findings.limit(format!("components: custom_id {} is not 1 to 100 long", component["custom_id"]));
    }
    if component["type"] == 2 && length(&component["label"]) == 0 && component["emoji"].is_null() {
        findings.limit("components: a button with neither label nor emoji");
    }
    if component["type"] == 3 {
        let options: Vec<&Value> = items(&component["options"]).collect();
        if options.is_empty() || options.len() > 25 {
            findings.limit(format!("components: a menu of {} options, not 1 to 25", options.len()));
        }
        for value in repeated(options.iter().filter_map(|option| option["value"].as_str())) {
            findings.limit(format!("components: the value {value:?} is in a menu twice"));
        }
        let most = component["max_values"].as_u64().unwrap_or(1);
        let least = component["min_values"].as_u64().unwrap_or(1);
        let preset = options.iter().filter(|option| option["default"] == true).count() as u64;
        if most < least || most > options.len() as u64 || preset > most {
            findings.limit(format!(
                "components: a menu of {} options, {preset} preset, takes {least} to {most}",
                options.len()
            ));
        }
    }
}

fn attachments(message: &Value, files: &[Part], findings: &mut Findings) {
    let listed: Vec<&Value> = items(&message["attachments"]).collect();
    for file in files {
        let id = file.name.strip_prefix("files[").and_then(|name| name.strip_suffix(']'));
        if id.is_none() {
            findings.limit(format!("a file part is called {:?}, not files[n]", file.name));
        }
        let described = listed.iter().find(|a| attachment_id(a).as_deref() == id);
        let alt = described.map_or(0, |attachment| length(&attachment["description"]));
        let image = file.content_type.as_deref().is_some_and(|t| t.starts_with("image/"));
        if image && alt == 0 {
            findings.house(format!("{:?} has no description: pictures need alt text", file.filename));
        }
        if file.bytes.len() > 10 * 1024 * 1024 {
            findings.limit(format!("{:?} is larger than 10 MiB", file.filename));
        }
    }
    if files.len() > 10 {
        findings.limit("more than 10 files");
    }
    for attachment in &listed {
        // Small numbers name new files; large ones attachments that are there already.
        let id = attachment_id(attachment).and_then(|id| id.parse::<u64>().ok());
        let uploaded = |id: u64| files.iter().any(|file| file.name == format!("files[{id}]"));
        if id.is_some_and(|id| id < 100 && !uploaded(id)) {
            findings.limit(format!("attachments: {attachment} names no file of this request"));
        }
    }
    for embed in items(&message["embeds"]) {
        for place in ["image", "thumbnail"] {
            let name = embed[place]["url"].as_str().and_then(|url| url.strip_prefix("attachment://"));
            let kept = listed.iter().any(|a| attachment_id(a).is_some_and(|id| id.len() > 2));
            if let Some(name) = name
                && !kept
                && !files.iter().any(|file| file.filename.as_deref() == Some(name))
            {
                findings.limit(format!("embeds: attachment://{name} was not uploaded"));
            }
        }
    }
}

fn choices(choices: &Value, findings: &mut Findings) {
    let list: Vec<&Value> = items(choices).collect();
    if !choices.is_array() || list.len() > 25 {
        findings.limit(format!("autocomplete: {} choices, not 0 to 25", list.len()));
    }
    for choice in &list {
        let name = length(&choice["name"]);
        if !(1..=100).contains(&name) || length(&choice["value"]) > 100 {
            findings.limit(format!("autocomplete: {choice}: name and value are 1 to 100 long"));
        }
    }
    for name in repeated(list.iter().filter_map(|choice| choice["name"].as_str())) {
        findings.house(format!("autocomplete: {name:?} is offered twice"));
    }
}

fn form(data: &Value, findings: &mut Findings) {
    for (key, most) in [("title", 45), ("custom_id", 100)] {
        if !(1..=most).contains(&length(&data[key])) {
            findings.limit(format!("modal: {key} {} is not 1 to {most} long", data[key]));
        }
    }
    let rows: Vec<&Value> = items(&data["components"]).collect();
    if rows.is_empty() || rows.len() > 5 {
        findings.limit(format!("modal: {} rows, not 1 to 5", rows.len()));
    }
    let inputs: Vec<&Value> = rows.iter().flat_map(|row| items(&row["components"])).collect();
    if rows.iter().any(|row| row["type"] != 1 || items(&row["components"]).count() != 1) {
        findings.limit("modal: each row is an action row with one text input");
    }
    for input in &inputs {
        let (id, label) = (&input["custom_id"], &input["label"]);
        if input["type"] != 4 || !(1..=100).contains(&length(id)) || !(1..=45).contains(&length(label)) {
            findings.limit(format!("modal: {id}: text inputs only, id to 100, label 1 to 45 long"));
        }
        let (least, most) = (input["min_length"].as_u64(), input["max_length"].as_u64());
        let preset = length(&input["value"]) as u64;
        let most = most.unwrap_or(4000);
        if least.unwrap_or(0) > most || most > 4000 || preset > most {
            findings.limit(format!("modal: {id}: lengths do not fit ({least:?} to {most})"));
        }
    }
    for id in repeated(inputs.iter().filter_map(|input| input["custom_id"].as_str())) {
        findings.limit(format!("modal: custom_id {id:?} is used twice"));
    }
    twilight::components(&json!({"components": data["components"]}), findings);
}
