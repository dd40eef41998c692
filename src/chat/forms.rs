//! A form that was opened by a press and waits for what is to be written into it.

use std::collections::BTreeMap;

use crate::coach::reply::{Form, Input, Reply};
use crate::coach::request::Place;

/// A form and what was written into it.
pub(super) struct OpenForm {
    pub form: Form,
    pub place: Place,
    pub given: BTreeMap<String, String>,
}

impl OpenForm {
    /// A form as it opens, with what it holds already.
    pub fn new(form: Form, place: Place) -> Self {
        let filled = form.inputs.iter().filter_map(|it| Some((it.name.clone(), it.value.clone()?)));
        Self { place, given: filled.collect(), form }
    }

    /// What to say where something is given that it does not take.
    pub fn unknown(&self, values: &[(String, String)]) -> Option<String> {
        let has = |name: &str| self.form.inputs.iter().any(|input| input.name == name);
        let (unknown, _) = values.iter().find(|(name, _)| !has(name))?;
        let names: Vec<&str> = self.form.inputs.iter().map(|input| input.name.as_str()).collect();
        Some(format!("This form has no {unknown}. It takes {}.", names.join(", ")))
    }

    /// Asks for what it needs and has not got; none where it has all.
    pub fn missing(&self) -> Option<Reply> {
        let is_empty = |name: &str| self.given.get(name).is_none_or(|value| value.trim().is_empty());
        let inputs = self.form.inputs.iter();
        let needed: Vec<&Input> = inputs.filter(|input| input.required && is_empty(&input.name)).collect();
        (!needed.is_empty()).then(|| self.question(&needed))
    }

    /// Asks for inputs that it needs, or, where it needs none, for any that it has.
    pub fn question(&self, needed: &[&Input]) -> Reply {
        let all: Vec<&Input> = self.form.inputs.iter().collect();
        let (first, asked) =
            if needed.is_empty() { ("You can write", all.as_slice()) } else { ("Still needed", needed) };
        let labels: Vec<&str> = asked.iter().map(|input| input.label.as_str()).collect();
        let example: Vec<String> = asked.iter().map(|input| format!("{}:…", input.name)).collect();
        let text = format!("{first}: {}. Send it with: submit {}", labels.join(", "), example.join(" "));
        let reply = Reply::private(text).titled(self.form.title.as_str());
        Reply { form: Some(self.form.clone()), ..reply }
    }
}
