//! From typed words to a call with typed values, by the table.

use crate::coach::Coach;
use crate::coach::command::{Kind, Opt};
use crate::coach::request::{Call, Ping, Value};

use super::world::{self, World};

/// Makes the call that a line means. What does not fit its option stays text, which the coach refuses
/// in its own words; only what the table cannot know is refused here.
///
/// # Errors
/// One sentence that says what to write instead.
pub fn call(
    coach: &Coach,
    world: &mut World,
    words: &[String],
    values: Vec<(String, String)>,
) -> Result<Call, String> {
    let (name, sub) = match words {
        [name, rest @ ..] => (name.clone(), rest.first()),
        [] => (String::new(), None),
    };
    // The coach says that there is no such command, and which one may be meant.
    let Some(command) = coach.command(&name) else { return Ok(Call { name, ..Call::default() }) };
    let takes_sub = !command.subs.is_empty();
    let options = command.options_of(sub.filter(|_| takes_sub).map(String::as_str)).unwrap_or_default();
    if let Some(word) = words.get(1 + usize::from(takes_sub)) {
        return Err(stray(&name, word, options));
    }
    let mut call = Call { name, sub: sub.cloned(), ..Call::default() };
    for (name, text) in values {
        let value = match options.iter().find(|option| option.name == name) {
            Some(option) => value(world, option, text)?,
            None => Value::Text(text),
        };
        call.values.insert(name, value);
    }
    if command.on_message && !call.has("message") {
        call.values.insert("message".to_owned(), last_post(world)?);
    }
    Ok(call)
}

/// What to say to a word that is no option's value.
fn stray(name: &str, word: &str, options: &[Opt]) -> String {
    match options.first() {
        Some(option) => format!(
            "/{name} does not take the word \"{word}\". Write options as name:value, such as {}:…, with a value that has spaces in double quotes.",
            option.name
        ),
        None => format!("/{name} does not take the word \"{word}\". Leave it out."),
    }
}

fn value(world: &mut World, option: &Opt, text: String) -> Result<Value, String> {
    Ok(match option.kind {
        Kind::Integer(..) => text.parse().map_or(Value::Text(text), Value::Integer),
        Kind::Number(..) => match text.parse() {
            // `inf`, `nan` and `1e3` are numbers to Rust, not to people.
            Ok(number) if !text.contains(char::is_alphabetic) => Value::Number(number),
            _ => Value::Text(text),
        },
        Kind::Flag => match text.to_lowercase().as_str() {
            "true" | "yes" | "on" => Value::Flag(true),
            "false" | "no" | "off" => Value::Flag(false),
            _ => Value::Text(text),
        },
        Kind::User => {
            let id = world.member(&text);
            Value::User(id, world.person(id).name)
        }
        Kind::Channel => match world::channel(&text) {
            Some((id, access)) => Value::Channel(id, access),
            None => {
                let names: Vec<String> = world::CHANNELS.iter().map(|(name, _)| format!("#{name}")).collect();
                return Err(format!("There is no channel \"{text}\" here. There are {}.", names.join(", ")));
            }
        },
        Kind::Role => Value::Role(world.role(&text), Ping::FULL),
        Kind::Message => last_post(world)?,
        Kind::Choice(_) | Kind::Track | Kind::SecondTrack | Kind::Command => Value::Text(text.to_lowercase()),
        Kind::Text(_)
        | Kind::Skills(_)
        | Kind::Date(_)
        | Kind::Lesson
        | Kind::Topic
        | Kind::Skill
        | Kind::Zone => Value::Text(text),
    })
}

/// On Discord a message is named by pressing on it; here there is only the last one.
fn last_post(world: &World) -> Result<Value, String> {
    let post = world.last_post.clone().ok_or("There is no post here yet for it to be about.")?;
    Ok(Value::Message(post))
}
