//! The locales that Discord speaks, and how numbers are written in them.

use fluent_bundle::FluentValue;
use fluent_bundle::memoizer::MemoizerKind;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

/// The locale of the voice that is shipped.
pub const DEFAULT: &str = "en-US";

/// Discord's locales with their signs for decimals and for groups of three digits
/// (<https://docs.discord.com/developers/reference#locales>; signs by Unicode's CLDR. Hindi groups by two
/// above a lakh, which nothing here reaches.)
const LOCALES: &[(&str, char, char)] = &[
    ("bg", ',', NO_BREAK),
    ("cs", ',', NO_BREAK),
    ("da", ',', '.'),
    ("de", ',', '.'),
    ("el", ',', '.'),
    ("en-GB", '.', ','),
    ("en-US", '.', ','),
    ("es-419", '.', ','),
    ("es-ES", ',', '.'),
    ("fi", ',', NO_BREAK),
    ("fr", ',', NARROW),
    ("hi", '.', ','),
    ("hr", ',', '.'),
    ("hu", ',', NO_BREAK),
    ("id", ',', '.'),
    ("it", ',', '.'),
    ("ja", '.', ','),
    ("ko", '.', ','),
    ("lt", ',', NO_BREAK),
    ("nl", ',', '.'),
    ("no", ',', NO_BREAK),
    ("pl", ',', NO_BREAK),
    ("pt-BR", ',', '.'),
    ("ro", ',', '.'),
    ("ru", ',', NO_BREAK),
    ("sv-SE", ',', NO_BREAK),
    ("th", '.', ','),
    ("tr", ',', '.'),
    ("uk", ',', NO_BREAK),
    ("vi", ',', '.'),
    ("zh-CN", '.', ','),
    ("zh-TW", '.', ','),
];
const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';

/// Whether Discord has a locale of this name.
pub fn is_known(locale: &str) -> bool {
    LOCALES.iter().any(|(name, ..)| *name == locale)
}

/// The locale that a voice's file is named after.
pub fn of_file(name: &str) -> Option<&str> {
    name.strip_suffix(".ftl").filter(|locale| is_known(locale))
}

/// How numbers are written.
struct Signs {
    decimal: char,
    group: char,
}

impl Memoizable for Signs {
    type Args = ();
    type Error = ();

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        let name = language.to_string();
        let (_, decimal, group) = LOCALES.iter().find(|(known, ..)| *known == name).ok_or(())?;
        Ok(Self { decimal: *decimal, group: *group })
    }
}

impl Signs {
    fn write(&self, digits: &str) -> String {
        let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let mut out = sign.to_owned();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                out.push(self.group);
            }
            out.push(digit);
        }
        if !part.is_empty() {
            out.push(self.decimal);
            out.push_str(part);
        }
        out
    }
}

/// A number in a sentence, as the sentence's locale writes it; none for what is no number.
pub(super) fn number(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    memoizer.with_try_get_threadsafe::<Signs, _, _>((), |signs| signs.write(&number.as_string())).ok()
}
