//! An answer or a post as a terminal shows it.

use std::fmt::Write as _;

use super::show::{Shown, ShownInput, ShownMenu, What};

/// Labels longer than this get a line each.
const SHORT: usize = 32;

/// How words are laid out.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// Whether headings stand out by ANSI codes.
    pub color: bool,
    /// Where lines break; nowhere if none.
    pub width: Option<usize>,
    /// Who needs not be told that an answer is for them.
    pub speaker: String,
}

/// The words, without a line break at the end.
pub fn render(shown: &Shown, look: &Look) -> String {
    let mut blocks: Vec<String> = Vec::new();
    if let Some(head) = head(shown, look) {
        blocks.push(look.dim(&head));
    }
    if let Some(title) = &shown.title {
        blocks.push(look.bold(title));
    }
    if let Some(text) = &shown.text {
        blocks.push(look.wrapped(text));
    }
    for field in &shown.fields {
        blocks.push(format!("\n{}\n{}", look.bold(&field.name), look.wrapped(&field.value)));
    }
    for menu in &shown.menus {
        blocks.push(format!("\n{}", self::menu(menu, look)));
    }
    if !shown.form.is_empty() {
        blocks.push(format!("\n{}", form(&shown.form, look)));
    }
    if let Some(image) = &shown.image {
        blocks.push(format!("\n{}", look.dim(&format!("(picture {})", image.file))));
    }
    if !shown.buttons.is_empty() {
        let buttons: Vec<String> = shown.buttons.iter().map(|button| format!("[{}]", button.label)).collect();
        blocks.push(format!("\n{}", look.wrapped(&buttons.join(" "))));
    }
    blocks.join("\n")
}

/// Where it stands or for whom it is, where that is not plain.
fn head(shown: &Shown, look: &Look) -> Option<String> {
    match (shown.kind, &shown.channel, &shown.to) {
        (What::Post, Some(channel), _) => Some(format!("── #{channel} ──")),
        (What::Post, None, to) => {
            Some(format!("── direct message to @{} ──", to.as_deref().unwrap_or_default()))
        }
        (What::Reply, _, Some(to)) => {
            let other = (*to != look.speaker).then(|| format!("@{to}:"));
            match (other, shown.private) {
                (Some(other), true) => Some(other),
                (Some(other), false) => Some(format!("{other} (everybody sees this)")),
                (None, false) => Some("(everybody sees this)".to_owned()),
                (None, true) => None,
            }
        }
        (What::Reply, _, None) => None,
    }
}

fn menu(menu: &ShownMenu, look: &Look) -> String {
    let hint = look.bold(&format!("{}:", menu.hint));
    let options = menu.values.iter().zip(&menu.labels);
    if menu.labels.iter().any(|label| label.chars().count() > SHORT) {
        let line = |(value, label): (&String, &String)| {
            let mark = if is_number(value) { "." } else { " –" };
            look.wrapped(&format!("  {value}{mark} {label}"))
        };
        let lines: Vec<String> = options.map(line).collect();
        return format!("{hint}\n{}", lines.join("\n"));
    }
    // "10 hours a week" says no more than its value, 10.
    let all: Vec<String> = options
        .map(|(value, label)| if is_number(value) { value.clone() } else { format!("{value} ({label})") })
        .collect();
    look.wrapped(&format!("{hint} {}", all.join(", ")))
}

fn is_number(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit())
}

fn form(inputs: &[ShownInput], look: &Look) -> String {
    let mut text = look.bold("submit takes:");
    for input in inputs {
        let needed = if input.required { ", needed" } else { "" };
        let _ = write!(text, "\n  {}:  {}{needed}", input.name, input.label);
        if !input.hint.is_empty() {
            let _ = write!(text, " {}", look.dim(&format!("({})", input.hint)));
        }
    }
    text
}

impl Look {
    fn bold(&self, text: &str) -> String {
        self.code("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.code("2", text)
    }

    fn code(&self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// The text with lines broken between words; addresses stay whole.
    fn wrapped(&self, text: &str) -> String {
        let Some(width) = self.width else { return text.to_owned() };
        text.lines().map(|line| wrap(line, width)).collect::<Vec<_>>().join("\n")
    }
}

/// Breaks one line; what follows stands as far in as the line began.
fn wrap(line: &str, width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    let indent = &line[..line.len() - line.trim_start().len()];
    let mut out = indent.to_owned();
    let mut column = indent.chars().count();
    let start = column;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if column > start && column + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            column = start;
        } else if column > start {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}
