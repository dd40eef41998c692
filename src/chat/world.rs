//! The one server that is played in a chat: its channels, members and roles.

use std::collections::BTreeMap;

use crate::coach::request::{Access, Person, Shown};
use crate::study::fnv;
use crate::study::units::{ChannelId, LearnerId, RoleId, ServerId};

/// The server.
pub const SERVER: ServerId = ServerId(1);
/// Where commands are asked.
pub const GENERAL: ChannelId = ChannelId(1);
/// Where the coach may not post.
pub const READ_ONLY: ChannelId = ChannelId(3);
/// All channels by name.
pub const CHANNELS: [(&str, ChannelId); 3] =
    [("general", GENERAL), ("study", ChannelId(2)), ("read-only", READ_ONLY)];

/// Who and what was named in this chat.
#[derive(Debug, Clone)]
pub struct World {
    /// Who speaks where a line names nobody, and manages the server.
    pub speaker: LearnerId,
    /// The last post: what a command on a message is about.
    pub last_post: Option<Shown>,
    members: BTreeMap<LearnerId, String>,
    roles: BTreeMap<RoleId, String>,
}

impl World {
    /// A server with one member, who manages it.
    pub fn new(speaker: &str) -> Self {
        let mut world =
            Self { speaker: LearnerId(0), last_post: None, members: BTreeMap::new(), roles: BTreeMap::new() };
        world.speaker = world.member(speaker);
        world
    }

    /// A member by name, made on first use. The same name is the same member, also in another run.
    pub fn member(&mut self, name: &str) -> LearnerId {
        let name = name.trim().trim_start_matches('@');
        let id = LearnerId(hash(name));
        self.members.entry(id).or_insert_with(|| name.to_owned());
        id
    }

    /// Takes over a member's name from an earlier run.
    pub fn remember(&mut self, id: LearnerId, name: String) {
        self.members.entry(id).or_insert(name);
    }

    /// A role by name.
    pub fn role(&mut self, name: &str) -> RoleId {
        let name = name.trim().trim_start_matches('@');
        let id = RoleId(hash(name));
        self.roles.entry(id).or_insert_with(|| name.to_owned());
        id
    }

    /// A member as the coach is told of them.
    pub fn person(&self, id: LearnerId) -> Person {
        let name = self.name(id).unwrap_or_default().to_owned();
        Person { id, name, manages: id == self.speaker, links: true, writes: true, posts: true }
    }

    /// A member's name, if they were named in this run.
    pub fn name(&self, id: LearnerId) -> Option<&str> {
        self.members.get(&id).map(String::as_str)
    }

    /// A role's name, if it was named in this run.
    pub fn role_name(&self, id: RoleId) -> Option<&str> {
        self.roles.get(&id).map(String::as_str)
    }

    /// The members named so far.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.values().map(String::as_str)
    }
}

/// A channel's name.
pub fn channel_name(id: ChannelId) -> Option<&'static str> {
    CHANNELS.iter().find(|(_, known)| *known == id).map(|(name, _)| *name)
}

/// A channel by name, with or without `#`, and what the coach may do there.
pub fn channel(name: &str) -> Option<(ChannelId, Access)> {
    let name = name.trim().trim_start_matches('#');
    let (_, id) = CHANNELS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some((*id, access(*id)))
}

/// What the coach may do in a channel.
pub fn access(id: ChannelId) -> Access {
    match id {
        READ_ONLY => Access { post: false, asker: true, ..Access::NONE },
        id if channel_name(id).is_none() => Access::NONE,
        _ => Access::FULL,
    }
}

/// A name in lower case as 63 bits, the same on every machine and day.
pub fn hash(name: &str) -> u64 {
    fnv::hash(name.to_lowercase().bytes()) >> 1
}
