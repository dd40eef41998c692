//! What no Discord client would let a person send: a test that does it is wrong, and panics.

use serde_json::Value;

use super::super::messages::controls;
use super::command::Call;

/// The command is offered in this place.
pub fn offered(command: &Value, guild: Option<u64>, user_install: bool) {
    let name = &command["name"];
    let has = |list: &Value, wanted: u64| {
        list.as_array().is_none_or(|list| list.iter().any(|entry| *entry == wanted))
    };
    let context = if guild.is_some() { 0 } else { 1 };
    assert!(has(&command["contexts"], context), "Discord does not offer {name} in this place");
    if guild.is_none() {
        let old = &command["dm_permission"];
        assert!(*old != false, "Discord does not offer {name} in direct messages");
    }
    let installed = u64::from(user_install);
    let types = &command["integration_types"];
    assert!(has(types, installed), "{name} cannot be installed like this: {types}");
}

/// All required options are there, and none twice; while typing, some may be missing.
pub fn complete(taker: &Value, call: &Call) {
    let (name, options) = (&taker["name"], taker["options"].as_array());
    let given = |name: &Value| call.options.iter().filter(|(given, _)| name == given).count();
    for option in options.into_iter().flatten() {
        let sub = matches!(option["type"].as_u64(), Some(1 | 2));
        assert!(!sub, "{name} is not a command by itself: say which subcommand");
        let (option_name, count) = (&option["name"], given(&option["name"]));
        let missing = option["required"] == true && count == 0 && call.focused.is_none();
        assert!(!missing, "{name}: the option {option_name} is required");
        assert!(count < 2, "{name}: the option {option_name} is given twice");
    }
}

/// The option's registration, after checking that the value is one for it.
pub fn option<'a>(taker: &'a Value, name: &str, value: &Value, call: &Call) -> &'a Value {
    let command = call.path.join(" ");
    let mut options = taker["options"].as_array().into_iter().flatten();
    let option = options
        .find(|option| option["name"] == name)
        .unwrap_or_else(|| panic!("/{command} has no option {name:?}"));
    if call.focused.as_deref() == Some(name) {
        assert!(option["autocomplete"] == true, "/{command} {name} has no autocomplete");
        return option;
    }
    let fits = match option["type"].as_u64() {
        Some(3) => value.as_str().is_some_and(|text| {
            let length = text.chars().count() as u64;
            let least = option["min_length"].as_u64().unwrap_or(0);
            (least..=option["max_length"].as_u64().unwrap_or(6000)).contains(&length)
        }),
        Some(4) => value.is_i64() && within(option, value),
        Some(5) => value.is_boolean(),
        Some(6..=9 | 11) => value.as_str().is_some_and(|id| id.parse::<u64>().is_ok()),
        Some(10) => value.is_number() && within(option, value),
        _ => false,
    };
    assert!(fits, "/{command} {name} does not take {value}: {option}");
    let choices = option["choices"].as_array().filter(|choices| !choices.is_empty());
    if let Some(choices) = choices {
        let one = choices.iter().any(|choice| choice["value"] == *value);
        assert!(one, "/{command} {name} has no choice {value}");
    }
    option
}

fn within(option: &Value, value: &Value) -> bool {
    let number = value.as_f64().unwrap_or(f64::NAN);
    option["min_value"].as_f64().is_none_or(|least| number >= least)
        && option["max_value"].as_f64().is_none_or(|most| number <= most)
}

/// The component can be pressed, or these values chosen in it.
pub fn usable(component: &Value, values: Option<&[String]>) {
    let id = &component["custom_id"];
    assert!(component["disabled"] != true, "{id} is disabled");
    let button = component["type"] == 2;
    assert!(component["style"] != 5 || !button, "a link button sends nothing");
    let Some(values) = values else {
        assert!(button, "{id} is no button: pick in it");
        return;
    };
    assert!(!button, "{id} is a button: press it");
    let count = values.len() as u64;
    let least = component["min_values"].as_u64().unwrap_or(1);
    let most = component["max_values"].as_u64().unwrap_or(1);
    assert!((least..=most).contains(&count), "{id} takes {least} to {most} values, not {count}");
    if let Some(options) = component["options"].as_array() {
        for value in values {
            let one = options.iter().any(|option| option["value"] == value.as_str());
            assert!(one, "{id} does not offer {value:?}: {options:?}");
        }
    }
}

/// All inputs of a form with what was typed, what was there before, or nothing.
pub fn filled(form: &Value, fields: &[(String, String)]) -> Vec<(String, String)> {
    let names = |input: &Value, field: &str| {
        let label = input["label"].as_str().unwrap_or_default();
        input["custom_id"] == field || label.eq_ignore_ascii_case(field)
    };
    for (field, _) in fields {
        let known = controls(form).any(|input| names(input, field));
        assert!(known, "the form has no input {field:?}: {form}");
    }
    let fill = |input: &Value| {
        let typed = fields.iter().find(|(field, _)| names(input, field));
        let preset = input["value"].as_str().unwrap_or_default();
        let text = typed.map_or(preset, |(_, text)| text.as_str());
        let length = text.chars().count() as u64;
        let least = input["min_length"].as_u64().unwrap_or(u64::from(input["required"] != false));
        let most = input["max_length"].as_u64().unwrap_or(4000);
        let empty = length == 0 && input["required"] == false;
        let fits = empty || (least..=most).contains(&length);
        assert!(fits, "{} takes {least} to {most} characters: {text:?}", input["label"]);
        (input["custom_id"].as_str().unwrap_or_default().to_owned(), text.to_owned())
    };
    controls(form).map(fill).collect()
}
