//! The Discord that is pretended: people, servers, roles, channels, and who may do what.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// Permission bits, as Discord numbers them.
pub mod permission {
    pub const ADMINISTRATOR: u64 = 1 << 3;
    pub const MANAGE_GUILD: u64 = 1 << 5;
    pub const VIEW_CHANNEL: u64 = 1 << 10;
    pub const SEND_MESSAGES: u64 = 1 << 11;
    pub const EMBED_LINKS: u64 = 1 << 14;
    pub const ATTACH_FILES: u64 = 1 << 15;
    pub const READ_MESSAGE_HISTORY: u64 = 1 << 16;
    pub const MENTION_EVERYONE: u64 = 1 << 17;
    pub const MANAGE_THREADS: u64 = 1 << 34;
    pub const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
    pub const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
    pub const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
    /// What the coach's invitation asks for, and so what its role has in every server.
    pub const INVITED: u64 = VIEW_CHANNEL
        | SEND_MESSAGES
        | EMBED_LINKS
        | ATTACH_FILES
        | READ_MESSAGE_HISTORY
        | CREATE_PUBLIC_THREADS
        | SEND_MESSAGES_IN_THREADS;
    /// What `@everyone` has.
    pub const EVERYONE: u64 = INVITED | USE_APPLICATION_COMMANDS;
    /// Everything there is.
    pub const ALL: u64 = (1 << 53) - 1;
}

/// The application, which is also the bot's user, as for every application made since 2017.
pub const APPLICATION: u64 = 1_434_000_000_000_000_001;

/// Discord's ids count milliseconds from here, above 22 bits of other things.
pub const EPOCH_MS: u64 = 1_420_070_400_000;

/// A person on Discord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: u64,
    /// The unique user name.
    pub name: String,
    /// The name that is shown; none for people who never set one.
    pub shown: Option<String>,
    pub bot: bool,
}

impl Person {
    /// The user object.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "username": self.name, "global_name": self.shown,
            "discriminator": "0", "avatar": null, "avatar_decoration_data": null,
            "collectibles": null, "display_name_styles": null, "clan": null, "primary_guild": null,
            "public_flags": 0, "bot": self.bot, "system": false,
        })
    }
}

/// A role in a server.
#[derive(Clone, Debug)]
pub struct Role {
    pub id: u64,
    pub name: String,
    pub permissions: u64,
    pub mentionable: bool,
    pub managed: bool,
}

impl Role {
    /// The role object.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "name": self.name, "description": null, "color": 0,
            "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
            "hoist": false, "icon": null, "unicode_emoji": null, "position": u64::from(self.managed),
            "permissions": self.permissions.to_string(), "managed": self.managed,
            "mentionable": self.mentionable, "flags": 0,
        })
    }
}

/// A server and who is in it.
#[derive(Clone, Debug)]
pub struct Guild {
    pub id: u64,
    pub name: String,
    pub owner: u64,
    pub locale: String,
    pub roles: Vec<Role>,
    /// The members: their roles by user id.
    pub members: BTreeMap<u64, Vec<u64>>,
    /// False while the bot is not, or no longer, in it.
    pub installed: bool,
    /// Since when it is.
    pub joined_at: DateTime<Utc>,
    /// Where Discord itself says who has joined.
    pub system_channel: Option<u64>,
}

/// What a channel changes for a role (its id, or the server's for `@everyone`) or a person.
#[derive(Clone, Debug)]
pub struct Overwrite {
    pub id: u64,
    pub person: bool,
    pub allow: u64,
    pub deny: u64,
}

/// What a channel is, as Discord numbers it.
pub mod kind {
    pub const TEXT: u64 = 0;
    pub const DIRECT: u64 = 1;
    pub const ANNOUNCEMENT: u64 = 5;
    pub const ANNOUNCEMENT_THREAD: u64 = 10;
    pub const THREAD: u64 = 11;
    pub const FORUM: u64 = 15;
}

/// A channel of a server, a thread, or a direct message channel.
#[derive(Clone, Debug)]
pub struct Channel {
    pub id: u64,
    pub name: String,
    /// None for direct messages.
    pub guild: Option<u64>,
    /// The other side of direct messages.
    pub recipient: Option<Person>,
    pub overwrites: Vec<Overwrite>,
    /// Set for a thread: the channel it hangs below.
    pub parent: Option<u64>,
    /// What it is: one of [`kind`].
    pub kind: u64,
    /// Who made a thread.
    pub owner: u64,
    /// The last message, or a forum's last thread; it stays when that is deleted.
    pub last: Option<u64>,
    /// A thread in which nobody wrote for long.
    pub archived: bool,
    /// A thread that only moderators open again.
    pub locked: bool,
    /// A forum that wants a tag on every post.
    pub wants_tag: bool,
}

/// Everything that exists.
#[derive(Debug)]
pub struct World {
    last_id: u64,
    pub bot: Person,
    pub people: BTreeMap<u64, Person>,
    pub guilds: BTreeMap<u64, Guild>,
    pub channels: BTreeMap<u64, Channel>,
    /// People who take no direct messages from the bot.
    pub closed_dms: Vec<u64>,
}

impl Default for World {
    fn default() -> Self {
        let bot = Person { id: APPLICATION, name: "study-coach".into(), shown: None, bot: true };
        Self {
            last_id: 0,
            people: BTreeMap::from([(bot.id, bot.clone())]),
            bot,
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            closed_dms: Vec::new(),
        }
    }
}

impl Channel {
    /// An empty one, in no server.
    pub fn new(id: u64, name: &str, kind: u64) -> Self {
        Self {
            id,
            name: name.to_owned(),
            guild: None,
            recipient: None,
            overwrites: Vec::new(),
            parent: None,
            kind,
            owner: APPLICATION,
            last: None,
            archived: false,
            locked: false,
            wants_tag: false,
        }
    }

    /// Whether it hangs below another one.
    pub fn is_thread(&self) -> bool {
        matches!(self.kind, kind::THREAD | kind::ANNOUNCEMENT_THREAD)
    }
}

impl World {
    /// A fresh id of this moment, larger than all before it.
    pub fn id(&mut self) -> u64 {
        let now = u64::try_from(Utc::now().timestamp_millis()).expect("a time after 1970") - EPOCH_MS;
        self.last_id = (self.last_id + 1).max(now << 22);
        self.last_id
    }

    /// The person of this name, made on first use.
    pub fn person(&mut self, name: &str) -> Person {
        if let Some(person) = self.people.values().find(|person| person.name == name) {
            return person.clone();
        }
        let (id, name) = (self.id(), name.to_owned());
        let person = Person { id, shown: Some(capitalised(&name)), name, bot: false };
        self.people.insert(id, person.clone());
        person
    }

    /// A server with the bot in it, under the role that its invitation made.
    pub fn add_guild(&mut self, name: &str) -> u64 {
        let id = self.id();
        let owner = self.person("owner").id;
        let (everyone, bot_role) = (id, self.id());
        let role = |id, name: &str, permissions, managed| Role {
            id,
            name: name.to_owned(),
            permissions,
            mentionable: false,
            managed,
        };
        let roles = vec![
            role(everyone, "@everyone", permission::EVERYONE, false),
            role(bot_role, "Study coach", permission::INVITED, true),
        ];
        let members = BTreeMap::from([(owner, vec![]), (self.bot.id, vec![bot_role])]);
        let (name, locale) = (name.to_owned(), "en-US".to_owned());
        let joined_at = Utc::now() - chrono::Duration::days(300);
        let (installed, system_channel) = (true, None);
        let guild = Guild { id, name, owner, locale, roles, members, installed, joined_at, system_channel };
        self.guilds.insert(id, guild);
        id
    }

    /// A channel at the end of a server's list, or a thread of the bot's below one.
    pub fn add_channel(&mut self, guild: u64, name: &str, parent: Option<u64>) -> u64 {
        let id = self.id();
        let kind = if parent.is_some() { kind::THREAD } else { kind::TEXT };
        self.insert_channel(Channel { guild: Some(guild), parent, ..Channel::new(id, name, kind) });
        id
    }

    /// A channel under an id of its own.
    pub fn insert_channel(&mut self, channel: Channel) {
        assert!(self.guilds.contains_key(&channel.guild.unwrap_or(0)), "there is no such server");
        self.channels.insert(channel.id, channel);
    }

    /// The direct message channel between the bot and this person, made on first use.
    pub fn dm(&mut self, person: u64) -> u64 {
        let with = |channel: &&Channel| channel.recipient.as_ref().is_some_and(|r| r.id == person);
        if let Some(channel) = self.channels.values().find(with) {
            return channel.id;
        }
        let recipient = Some(self.people.get(&person).expect("a known person").clone());
        let id = self.id();
        self.channels.insert(id, Channel { recipient, ..Channel::new(id, "", kind::DIRECT) });
        id
    }

    /// What this person may do in this channel, computed as Discord documents it.
    pub fn permissions(&self, channel: &Channel, person: u64) -> u64 {
        let Some(guild) = channel.guild.and_then(|id| self.guilds.get(&id)) else {
            return permission::EVERYONE;
        };
        let roles = guild.members.get(&person).cloned().unwrap_or_default();
        let has = |id: u64| id == guild.id || roles.contains(&id);
        let base = guild.roles.iter().filter(|r| has(r.id)).fold(0, |sum, r| sum | r.permissions);
        if guild.owner == person || base & permission::ADMINISTRATOR != 0 {
            return permission::ALL;
        }
        let above = channel.parent.and_then(|id| self.channels.get(&id)).unwrap_or(channel);
        let mut allowed = base;
        let everyone = |o: &&Overwrite| !o.person && o.id == guild.id;
        let by_role = |o: &&Overwrite| !o.person && o.id != guild.id && roles.contains(&o.id);
        let by_person = |o: &&Overwrite| o.person && o.id == person;
        let steps: [Vec<&Overwrite>; 3] = [
            above.overwrites.iter().filter(everyone).collect(),
            above.overwrites.iter().filter(by_role).collect(),
            above.overwrites.iter().filter(by_person).collect(),
        ];
        for step in steps {
            let (allow, deny) = step.iter().fold((0, 0), |(a, d), o| (a | o.allow, d | o.deny));
            allowed = (allowed & !deny) | allow;
        }
        allowed
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
