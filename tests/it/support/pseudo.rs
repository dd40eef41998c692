//! A second voice without a second language: the shipped one with an accent on every letter, so that a
//! sentence that does not come from the voice stands out.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use fluent_syntax::{parser, serializer};

/// The voice file with accents; what is filled in, and what a sentence chooses by, stays as it is.
pub fn accented(source: &str) -> String {
    let mut resource: Resource<String> = parser::parse(source.to_owned()).expect("the voice is valid");
    for entry in &mut resource.body {
        if let Entry::Message(message) = entry
            && let Some(pattern) = &mut message.value
        {
            pattern_of(pattern);
            // A text that begins with a star would be taken for a variant on the line of its own that the
            // serializer gives it.
            if matches!(pattern.elements.first(), Some(PatternElement::TextElement { value }) if value.starts_with('*'))
            {
                let nothing = InlineExpression::StringLiteral { value: String::new() };
                let nothing = PatternElement::Placeable { expression: Expression::Inline(nothing) };
                pattern.elements.insert(0, nothing);
            }
        }
    }
    serializer::serialize(&resource)
}

fn pattern_of(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = letters(value),
            PatternElement::Placeable { expression } => expression_of(expression),
        }
    }
}

fn expression_of(expression: &mut Expression<String>) {
    match expression {
        Expression::Select { variants, .. } => {
            variants.iter_mut().for_each(|variant| pattern_of(&mut variant.value));
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => expression_of(expression),
        Expression::Inline(_) => {}
    }
}

/// Vowels with an accent.
pub fn letters(text: &str) -> String {
    let accent = |c| match c {
        'a' => 'á',
        'e' => 'é',
        'i' => 'í',
        'o' => 'ó',
        'u' => 'ú',
        'A' => 'Á',
        'E' => 'É',
        'I' => 'Í',
        'O' => 'Ó',
        'U' => 'Ú',
        c => c,
    };
    text.chars().map(accent).collect()
}
