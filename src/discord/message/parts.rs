//! A message's embed, and the rows of buttons and menus below it, within Discord's limits.

use std::collections::BTreeSet;

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateButton, CreateEmbed, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};

use super::{OPTION_LABEL, OPTIONS, cut};
use crate::coach::reply::{Button, LONGEST_ID, Menu, Reply};

/// Characters in an embed's title, in its description, in all of it.
const TITLE: usize = 256;
const DESCRIPTION: usize = 4096;
const EMBED: usize = 6000;
/// Fields of an embed, and the characters in each.
const FIELDS: usize = 25;
const FIELD_NAME: usize = 256;
const FIELD_VALUE: usize = 1024;
/// Rows of a message, and buttons in a row.
const ROWS: usize = 5;
const BUTTONS: usize = 5;
/// The characters of a button's label and of what stands in an empty menu.
const BUTTON_LABEL: usize = 80;
const MENU_HINT: usize = 150;

/// The embed.
pub(super) fn embed(reply: &Reply) -> CreateEmbed {
    let mut left = EMBED;
    let mut take = |text: &str, most: usize| {
        let text = cut(text, most.min(left));
        left -= text.chars().count();
        text
    };
    let mut embed = CreateEmbed::new();
    if let Some(title) = reply.title.as_deref().filter(|title| !title.is_empty()) {
        embed = embed.title(take(title, TITLE));
    }
    // Discord refuses an embed that says nothing.
    let empty = reply.title.is_none() && reply.fields.is_empty() && reply.text.trim().is_empty();
    let text = if empty { "…" } else { reply.text.as_str() };
    if !text.trim().is_empty() {
        embed = embed.description(take(text, DESCRIPTION));
    }
    for field in reply.fields.iter().take(FIELDS) {
        let (name, value) = (take(&field.name, FIELD_NAME), take(&field.value, FIELD_VALUE));
        if name.is_empty() || value.is_empty() {
            break;
        }
        embed = embed.field(name, value, false);
    }
    embed
}

/// Buttons first, five a row, then a row for each menu.
pub(super) fn rows(reply: &Reply) -> Vec<CreateActionRow> {
    // Discord refuses the whole message for one id that is too long or there twice.
    let mut seen = BTreeSet::new();
    let mut fresh =
        |id: &str| !id.is_empty() && id.chars().count() <= LONGEST_ID && seen.insert(id.to_owned());
    let menus = reply.menus.iter().filter(|menu| !menu.options.is_empty() && fresh(&menu.id));
    let menus: Vec<&Menu> = menus.take(ROWS - 1).collect();
    let buttons = reply.buttons.iter().filter(|button| !button.label.is_empty() && fresh(&button.id));
    let buttons: Vec<&Button> = buttons.take((ROWS - menus.len()) * BUTTONS).collect();
    let buttons = buttons
        .chunks(BUTTONS)
        .map(|row| CreateActionRow::Buttons(row.iter().map(|button| self::button(button)).collect()));
    let menus = menus.into_iter().map(|menu| CreateActionRow::SelectMenu(self::menu(menu)));
    buttons.chain(menus).collect()
}

fn button(button: &Button) -> CreateButton {
    let style = if button.main { ButtonStyle::Primary } else { ButtonStyle::Secondary };
    CreateButton::new(&button.id).label(cut(&button.label, BUTTON_LABEL)).style(style)
}

fn menu(menu: &Menu) -> CreateSelectMenu {
    let mut options: Vec<CreateSelectMenuOption> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for option in menu.options.iter().take(OPTIONS) {
        if !seen.contains(&option.value.as_str()) {
            seen.push(&option.value);
            let label = cut(&option.label, OPTION_LABEL);
            let is_picked = menu.picked.contains(&option.value);
            options.push(CreateSelectMenuOption::new(label, &option.value).default_selection(is_picked));
        }
    }
    let most = u8::try_from(options.len()).unwrap_or(u8::MAX);
    let built = CreateSelectMenu::new(&menu.id, CreateSelectMenuKind::String { options })
        .placeholder(cut(&menu.hint, MENU_HINT));
    if menu.many { built.min_values(0).max_values(most) } else { built }
}
