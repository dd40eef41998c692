//! What can be pressed and picked, and finding it by what was typed.

use crate::coach::reply::{Button, Menu, Reply};
use crate::coach::request::Place;

/// Values that a refusal lists of a menu.
const LISTED: usize = 25;
/// The most characters of a button's label.
const LABEL: usize = 80;
/// What empties a menu in which several can be picked.
const NOTHING: &str = "none";

/// An answer or a post with something to press or pick.
#[derive(Debug, Clone)]
pub struct Pressable {
    /// Where it stands.
    pub place: Place,
    /// What can be pressed.
    pub buttons: Vec<Button>,
    /// What can be picked from.
    pub menus: Vec<Menu>,
}

impl Pressable {
    /// What a reply has to press; none where there is nothing.
    pub fn of(reply: &Reply, place: Place) -> Option<Self> {
        let nothing = reply.refused || (reply.buttons.is_empty() && reply.menus.is_empty());
        (!nothing).then(|| Self { place, buttons: reply.buttons.clone(), menus: reply.menus.clone() })
    }
}

/// The button whose label, or id, begins `typed`, and what follows it; of several the longest.
pub fn button<'a, 't>(buttons: &'a [Button], typed: &'t str) -> Option<(&'a Button, &'t str)> {
    buttons
        .iter()
        .filter_map(|button| {
            let rest = without(typed, &button.label).or_else(|| without(typed, &button.id))?;
            Some((button, rest))
        })
        .min_by_key(|(_, rest)| rest.len())
}

/// The one button whose label goes on from the words typed before the first `name:value`, such as *Kudos (1)*
/// for `Kudos`, and what follows these words.
pub fn button_that_begins<'a, 't>(buttons: &'a [Button], typed: &'t str) -> Option<(&'a Button, &'t str)> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let end = typed.split_inclusive(char::is_whitespace).take_while(|word| !word.contains(':'));
    let (typed, rest) = typed.split_at(end.map(str::len).sum());
    let typed: Vec<String> = typed.split_whitespace().map(bare).collect();
    let goes_on = |button: &&Button| {
        let words: Vec<String> = button.label.split_whitespace().map(bare).collect();
        !typed.is_empty() && words.starts_with(&typed)
    };
    match buttons.iter().filter(goes_on).collect::<Vec<_>>().as_slice() {
        [button] => Some((button, rest)),
        _ => None,
    }
}

/// `text` without the words that it begins with, in any letter case and in quotes or not.
fn without<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    if let Some((quoted, rest)) = text.strip_prefix('"').and_then(|text| text.split_once('"')) {
        return (quoted.trim().to_lowercase() == words.to_lowercase()).then(|| rest.trim_start());
    }
    let mut rest = text;
    for word in words.split_whitespace() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if rest[..end].to_lowercase() != word.to_lowercase() {
            return None;
        }
        rest = rest[end..].trim_start();
    }
    Some(rest)
}

/// What to say where no button has such a label.
pub fn no_button(typed: &str, buttons: &[&Button]) -> String {
    let label = typed.split_whitespace().take_while(|word| !word.contains(':')).collect::<Vec<_>>().join(" ");
    let label = if label.is_empty() { typed } else { &label };
    let label: String = label.trim_matches('"').chars().take(LABEL).collect();
    if buttons.is_empty() {
        return format!("There is no button \"{label}\" to press. Ask for something first, such as /next.");
    }
    let labels: Vec<String> = buttons.iter().map(|button| format!("[{}]", button.label)).collect();
    format!("There is no button \"{label}\" here. There are {}.", labels.join(" "))
}

/// The menu that holds what was typed, and the values that this picks.
///
/// # Errors
/// One sentence that says what can be picked.
pub fn pick<'a>(
    menus: &'a [Menu],
    typed: &str,
    named: Option<&str>,
) -> Result<(&'a Menu, Vec<String>), String> {
    let asked: Vec<&Menu> =
        menus.iter().filter(|menu| named.is_none_or(|name| is_called(menu, name))).collect();
    let nothing_meant = |menu: &Menu| named.is_some() && menu.many && typed.eq_ignore_ascii_case(NOTHING);
    let values = |menu: &Menu| picked(menu, typed).or_else(|| nothing_meant(menu).then(Vec::new));
    let found: Vec<(&Menu, Vec<String>)> =
        asked.iter().filter_map(|menu| Some((*menu, values(menu)?))).collect();
    match found.as_slice() {
        [(menu, values)] if menu.many || values.len() == 1 => Ok((menu, values.clone())),
        [(menu, values)] => Err(format!(
            "One of {} can be picked in the menu {}, not several. Write, for instance, pick {}.",
            values.join(", "),
            short_name(menu),
            values[0]
        )),
        [] => Err(nothing(typed, menus, &asked)),
        several => {
            let names: Vec<&str> = several.iter().map(|(menu, _)| short_name(menu)).collect();
            let first = names.first().copied().unwrap_or_default();
            Err(format!(
                "\"{typed}\" is in several menus ({}). Say which, such as pick {typed} menu:{first}.",
                names.join(", ")
            ))
        }
    }
}

/// The values, by value or by label; one label may hold commas itself.
fn picked(menu: &Menu, typed: &str) -> Option<Vec<String>> {
    let find = |typed: &str| {
        let typed = typed.trim().to_lowercase();
        let by_value = menu.options.iter().find(|option| option.value.to_lowercase() == typed);
        let by_label = || menu.options.iter().find(|option| option.label.to_lowercase() == typed);
        by_value.or_else(by_label).map(|option| option.value.clone())
    };
    match find(typed) {
        Some(value) => Some(vec![value]),
        None => typed.split(',').map(find).collect(),
    }
}

fn is_called(menu: &Menu, name: &str) -> bool {
    menu.id == name || menu.hint.eq_ignore_ascii_case(name) || short_name(menu).eq_ignore_ascii_case(name)
}

/// What a menu's id says that it is about: the first word behind the owner.
pub fn short_name(menu: &Menu) -> &str {
    menu.id.split(':').nth(3).unwrap_or(&menu.hint)
}

fn nothing(typed: &str, menus: &[Menu], asked: &[&Menu]) -> String {
    match asked {
        [] if menus.is_empty() => {
            "There is nothing to pick from. Use a command with a menu first.".to_owned()
        }
        [] => {
            let names: Vec<&str> = menus.iter().map(short_name).collect();
            format!("There is no such menu. There are: {}.", names.join(", "))
        }
        [menu] => format!("\"{typed}\" is not in the menu. It has: {}.", values(menu)),
        several => {
            let names: Vec<String> =
                several.iter().map(|menu| format!("{} ({})", short_name(menu), values(menu))).collect();
            format!("\"{typed}\" is in none of the menus: {}.", names.join("; "))
        }
    }
}

fn values(menu: &Menu) -> String {
    let mut values: Vec<&str> = menu.options.iter().map(|option| option.value.as_str()).collect();
    if values.len() > LISTED {
        values.truncate(LISTED);
        values.push("…");
    }
    values.join(", ")
}
