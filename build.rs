//! Turns the sentences of `prompts/voice/en-US.ftl` into types, so that a missing or misnamed
//! sentence, or a wrong argument, does not compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

const VOICE: &str = "prompts/voice/en-US.ftl";

fn main() {
    println!("cargo:rerun-if-changed=prompts");
    println!("cargo:rerun-if-changed=migrations");
    let source = fs::read_to_string(VOICE).expect("the voice file is readable");
    let resource = match fluent_syntax::parser::parse(source.as_str()) {
        Ok(resource) => resource,
        Err((_, errors)) => {
            let lines: Vec<String> = errors
                .iter()
                .map(|error| {
                    let line = 1 + source[..error.pos.start].matches('\n').count();
                    format!("{VOICE}:{line}: {error}")
                })
                .collect();
            panic!("{}", lines.join("\n"));
        }
    };
    let mut messages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            let mut names = BTreeSet::new();
            if let Some(pattern) = &message.value {
                in_pattern(pattern, &mut names);
            }
            assert!(
                messages.insert(message.id.name, names).is_none(),
                "{VOICE}: {} stands twice",
                message.id.name
            );
        }
    }
    let out = env::var_os("OUT_DIR").expect("cargo names the folder");
    fs::write(Path::new(&out).join("sentences.rs"), generate(&messages)).expect("the folder is writable");
}

fn generate(messages: &BTreeMap<&str, BTreeSet<&str>>) -> String {
    let mut plain = String::new();
    let mut plain_ids = String::new();
    let mut filled = String::new();
    let mut filled_parts = String::new();
    let mut all = String::new();
    for (id, names) in messages {
        let variant = camel(id);
        writeln!(all, "    ({id:?}, &{:?}),", names.iter().collect::<Vec<_>>()).unwrap();
        if names.is_empty() {
            writeln!(plain, "    /// `{id}`\n    {variant},").unwrap();
            writeln!(plain_ids, "            Self::{variant} => {id:?},").unwrap();
        } else {
            let fields: Vec<String> = names.iter().map(|name| name.replace('-', "_")).collect();
            writeln!(filled, "    /// `{id}`\n    {variant} {{").unwrap();
            for field in &fields {
                writeln!(filled, "        /// Filled in.\n        {field}: FluentValue<'a>,").unwrap();
            }
            writeln!(filled, "    }},").unwrap();
            let sets: Vec<String> =
                names.iter().zip(&fields).map(|(name, field)| format!("({name:?}, {field})")).collect();
            writeln!(
                filled_parts,
                "            Self::{variant} {{ {} }} => ({id:?}, vec![{}]),",
                fields.join(", "),
                sets.join(", ")
            )
            .unwrap();
        }
    }
    format!(
        "/// A sentence with nothing to fill in.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Plain {{\n{plain}}}\n\n\
         impl Plain {{\n    /// Its id in the voice file.\n    pub fn id(self) -> &'static str {{\n        match self {{\n{plain_ids}        }}\n    }}\n}}\n\n\
         /// A sentence and what is filled into it.\n\
         #[derive(Debug)]\npub enum Filled<'a> {{\n{filled}}}\n\n\
         impl<'a> Filled<'a> {{\n    /// Its id in the voice file and its arguments.\n    pub fn parts(self) -> (&'static str, Vec<(&'static str, FluentValue<'a>)>) {{\n        match self {{\n{filled_parts}        }}\n    }}\n}}\n\n\
         /// Every sentence that the program says, with the names that it fills in.\n\
         pub const SENTENCES: &[(&str, &[&str])] = &[\n{all}];\n"
    )
}

fn camel(id: &str) -> String {
    id.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
        })
        .collect()
}

fn in_pattern<'s>(pattern: &Pattern<&'s str>, names: &mut BTreeSet<&'s str>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, names);
        }
    }
}

fn in_expression<'s>(expression: &Expression<&'s str>, names: &mut BTreeSet<&'s str>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, names),
        Expression::Select { selector, variants } => {
            in_inline(selector, names);
            for variant in variants {
                in_pattern(&variant.value, names);
            }
        }
    }
}

fn in_inline<'s>(inline: &InlineExpression<&'s str>, names: &mut BTreeSet<&'s str>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            names.insert(id.name);
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            positional.iter().for_each(|argument| in_inline(argument, names));
        }
        InlineExpression::Placeable { expression } => in_expression(expression, names),
        _ => {}
    }
}
