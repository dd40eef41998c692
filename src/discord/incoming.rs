//! What Discord sends, as a request.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serenity::all::{
    ActionRowComponent, AuthorizingIntegrationOwner, AuthorizingIntegrationOwners, ChannelId, CommandData,
    CommandDataOption, CommandDataOptionValue, CommandInteraction, CommandType, ComponentInteraction,
    ComponentInteractionDataKind, GuildId, Http, Member, Message, ModalInteraction, PartialChannel,
    Permissions, User, UserId,
};

use super::access;
use super::rest::Fault;
use crate::coach::reply::Id;
use crate::coach::request::{Access, Act, Call, Person, Ping, Place, Press, Request, Shown, Value};
use crate::study::units::{self, InteractionId, LearnerId, MessageId, RoleId, ServerId};

/// The servers in which the coach is installed.
///
/// A command and a press say whether the coach is installed in their server or only by the person;
/// of a form, serenity drops that. So the servers are kept by their ids, as the gateway names them and
/// as the interactions themselves do.
#[derive(Debug, Default)]
pub struct Installed(Mutex<BTreeSet<GuildId>>);

impl Installed {
    /// The coach is there.
    pub fn add(&self, guilds: impl IntoIterator<Item = GuildId>) {
        self.guilds().extend(guilds);
    }

    /// The coach was removed.
    pub fn remove(&self, guild: GuildId) {
        self.guilds().remove(&guild);
    }

    fn guilds(&self) -> std::sync::MutexGuard<'_, BTreeSet<GuildId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where something is asked: in a server only if the coach is that server's too.
    pub fn place(
        &self,
        guild: Option<GuildId>,
        channel: ChannelId,
        owners: &AuthorizingIntegrationOwners,
    ) -> Place {
        let Some(guild) = guild else { return Place::Direct };
        let by_server = owners.0.iter().any(
            |owner| matches!(owner, AuthorizingIntegrationOwner::GuildInstall(Some(id)) if *id == guild),
        );
        if by_server {
            self.add([guild]);
        }
        if by_server || self.guilds().contains(&guild) {
            Place::Server(ServerId(guild.get()), units::ChannelId(channel.get()))
        } else {
            Place::Direct
        }
    }
}

/// Who works out what the coach may do in a channel.
pub struct Eyes<'a> {
    /// For asking Discord.
    pub http: &'a Http,
    /// The coach's own user.
    pub me: UserId,
}

/// A command.
///
/// # Errors
/// When Discord does not tell what the coach may do in a channel that was named.
pub async fn command(
    installed: &Installed,
    eyes: Eyes<'_>,
    from: &CommandInteraction,
    now: DateTime<Utc>,
) -> Result<Request, Fault> {
    let place = installed.place(from.guild_id, from.channel_id, &from.authorizing_integration_owners);
    let (sub, options) = subcommand(&from.data.options);
    let mut values = BTreeMap::new();
    if from.data.kind == CommandType::Message {
        values.extend(pressed_on(&from.data, eyes.me).map(|message| ("message".to_owned(), message)));
    }
    for option in options {
        let value = match option.value {
            CommandDataOptionValue::Channel(channel) => {
                let access = match place {
                    Place::Server(server, _) => {
                        let guild = GuildId::new(server.0);
                        let access = access::in_channel(eyes.http, guild, channel, eyes.me).await?;
                        Access { asker: asker_writes(&from.data, channel), ..access }
                    }
                    Place::Direct => Access::NONE,
                };
                Some(Value::Channel(units::ChannelId(channel.get()), access))
            }
            CommandDataOptionValue::Role(role) => Some(Value::Role(RoleId(role.get()), ping(from, role))),
            ref value => plain(&from.data, value),
        };
        if let Some(value) = value {
            values.insert(option.name.clone(), value);
        }
    }
    let call = Call { name: name(&from.data), sub: sub.map(str::to_owned), values };
    Ok(Request {
        id: InteractionId(from.id.get()),
        now,
        from: person(&from.user, from.member.as_deref(), from.channel.as_ref(), place, now),
        place,
        act: Act::Command(call),
        locale: Some(from.locale.clone()),
        server_locale: from.guild_locale.clone(),
    })
}

/// A press or a pick; none where its id is not one of ours.
pub fn press(installed: &Installed, from: &ComponentInteraction, now: DateTime<Utc>) -> Option<Request> {
    let place = installed.place(from.guild_id, from.channel_id, &from.authorizing_integration_owners);
    let picked = match &from.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        ComponentInteractionDataKind::UserSelect { values } => texts(values),
        ComponentInteractionDataKind::RoleSelect { values } => texts(values),
        ComponentInteractionDataKind::MentionableSelect { values } => texts(values),
        ComponentInteractionDataKind::ChannelSelect { values } => texts(values),
        ComponentInteractionDataKind::Button | ComponentInteractionDataKind::Unknown(_) => Vec::new(),
    };
    let press = Press { id: Id::parse(&from.data.custom_id)?, picked, fields: None };
    Some(Request {
        id: InteractionId(from.id.get()),
        now,
        from: person(&from.user, from.member.as_ref(), from.channel.as_ref(), place, now),
        place,
        act: Act::Press(press),
        locale: Some(from.locale.clone()),
        server_locale: from.guild_locale.clone(),
    })
}

/// A sent form; none where its id is not one of ours.
pub fn form(installed: &Installed, from: &ModalInteraction, now: DateTime<Utc>) -> Option<Request> {
    let place = installed.place(from.guild_id, from.channel_id, &AuthorizingIntegrationOwners::default());
    let inputs = from.data.components.iter().flat_map(|row| &row.components);
    let fields = inputs
        .filter_map(|component| match component {
            ActionRowComponent::InputText(input) => {
                Some((input.custom_id.clone(), input.value.clone().unwrap_or_default()))
            }
            _ => None,
        })
        .collect();
    let press = Press { id: Id::parse(&from.data.custom_id)?, picked: Vec::new(), fields: Some(fields) };
    Some(Request {
        id: InteractionId(from.id.get()),
        now,
        from: person(&from.user, from.member.as_ref(), from.channel.as_ref(), place, now),
        place,
        act: Act::Press(press),
        locale: Some(from.locale.clone()),
        server_locale: from.guild_locale.clone(),
    })
}

/// A direct message from a person; none for any other message.
pub fn talk(message: &Message, now: DateTime<Utc>) -> Option<Request> {
    let written =
        matches!(message.kind, serenity::all::MessageType::Regular | serenity::all::MessageType::InlineReply);
    if message.guild_id.is_some() || message.author.bot || message.webhook_id.is_some() || !written {
        return None;
    }
    Some(Request {
        id: InteractionId(message.id.get()),
        now,
        from: person(&message.author, None, None, Place::Direct, now),
        place: Place::Direct,
        act: Act::Talk(message.content.clone()),
        // A message does not say in which language its writer reads Discord.
        locale: None,
        server_locale: None,
    })
}

/// What somebody is typing: the subcommand, the option and its words so far.
pub fn typing(data: &CommandData) -> Option<(Option<&str>, &str, &str)> {
    let (sub, options) = subcommand(&data.options);
    options.iter().find_map(|option| match &option.value {
        CommandDataOptionValue::Autocomplete { value, .. } => {
            Some((sub, option.name.as_str(), value.as_str()))
        }
        _ => None,
    })
}

/// The subcommand, and the options given to it or to the command itself.
fn subcommand(options: &[CommandDataOption]) -> (Option<&str>, &[CommandDataOption]) {
    match options {
        [CommandDataOption { name, value: CommandDataOptionValue::SubCommand(inner), .. }] => {
            (Some(name), inner)
        }
        options => (None, options),
    }
}

/// The name of a command in the table: on a message it is shown in words.
pub fn name(data: &CommandData) -> String {
    match data.kind {
        CommandType::Message => data.name.to_lowercase().replace(' ', "-"),
        _ => data.name.clone(),
    }
}

/// The message that a command is about.
fn pressed_on(data: &CommandData, me: UserId) -> Option<Value> {
    let message = data.resolved.messages.get(&data.target_id?.to_message_id())?;
    let embeds = message.embeds.iter().flat_map(|embed| {
        let fields = embed.fields.iter().flat_map(|field| [field.name.as_str(), field.value.as_str()]);
        embed.title.as_deref().into_iter().chain(embed.description.as_deref()).chain(fields)
    });
    let words: Vec<&str> = std::iter::once(message.content.as_str()).chain(embeds).collect();
    Some(Value::Message(Shown {
        id: MessageId(message.id.get()),
        channel: units::ChannelId(message.channel_id.get()),
        own: message.author.id == me,
        text: words.join("\n"),
    }))
}

/// Whether who asks may write in a channel that they named.
fn asker_writes(data: &CommandData, channel: ChannelId) -> bool {
    // Discord always says; where nothing is said, nothing is held against anybody.
    let Some(named) = data.resolved.channels.get(&channel) else { return true };
    let Some(allowed) = named.permissions else { return true };
    let thread = named.thread_metadata.is_some();
    let send = if thread { allowed.send_messages_in_threads() } else { allowed.send_messages() };
    allowed.administrator() || (allowed.view_channel() && send)
}

/// Who may ping a role that was named: anybody where it says so, else who may ping everybody; where a
/// channel was named too, there.
fn ping(from: &CommandInteraction, role: serenity::all::RoleId) -> Ping {
    let found = from.data.resolved.roles.get(&role);
    let mentionable = found.is_some_and(|role| role.mentionable);
    let named = from.data.resolved.channels.values().next().and_then(|channel| channel.permissions);
    let own = from.member.as_ref().and_then(|member| member.permissions).unwrap_or_default();
    let may = |rights: Permissions| rights.mention_everyone() || rights.administrator();
    Ping {
        there: found.is_some(),
        coach: mentionable || may(from.app_permissions.unwrap_or_default()),
        asker: mentionable || own.administrator() || may(named.unwrap_or(own)),
    }
}

/// A value that needs no question back; none for kinds that no command of ours takes.
fn plain(data: &CommandData, value: &CommandDataOptionValue) -> Option<Value> {
    Some(match value {
        CommandDataOptionValue::Boolean(flag) => Value::Flag(*flag),
        CommandDataOptionValue::Integer(number) => Value::Integer(*number),
        CommandDataOptionValue::Number(number) => Value::Number(*number),
        CommandDataOptionValue::String(text) => Value::Text(text.clone()),
        CommandDataOptionValue::User(id) => {
            let nick = data.resolved.members.get(id).and_then(|member| member.nick.clone());
            let name = nick.or_else(|| data.resolved.users.get(id).map(shown_name)).unwrap_or_default();
            Value::User(LearnerId(id.get()), name)
        }
        _ => return None,
    })
}

fn texts<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// Who asks. The permissions that come with an interaction are those in its channel.
fn person(
    user: &User,
    member: Option<&Member>,
    channel: Option<&PartialChannel>,
    place: Place,
    now: DateTime<Utc>,
) -> Person {
    let thread = channel.is_some_and(|channel| channel.thread_metadata.is_some());
    let rights = member.and_then(|member| member.permissions).unwrap_or_default();
    let is_timed_out = member
        .and_then(|member| member.communication_disabled_until)
        .is_some_and(|until| until.unix_timestamp() > now.timestamp());
    Person {
        id: LearnerId(user.id.get()),
        name: member.and_then(|member| member.nick.clone()).unwrap_or_else(|| shown_name(user)),
        manages: place != Place::Direct && (rights.manage_guild() || rights.administrator()),
        writes: place == Place::Direct
            || rights.administrator()
            || (!is_timed_out
                && if thread { rights.send_messages_in_threads() } else { rights.send_messages() }),
        posts: true,
        links: member.is_none() || (!is_timed_out && (rights.embed_links() || rights.administrator())),
    }
}

fn shown_name(user: &User) -> String {
    user.global_name.clone().unwrap_or_else(|| user.name.clone())
}
