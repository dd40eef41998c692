//! Servers, their channels and their threads.

use chrono::{DateTime, Utc};

use super::FakeDiscord;
use super::world::{Channel, kind, permission};

impl FakeDiscord {
    /// A text channel.
    pub fn add_channel(&self, guild: u64, name: &str) -> u64 {
        self.state().world.add_channel(guild, name, None)
    }

    /// An announcement channel.
    pub fn add_announcements(&self, guild: u64, name: &str) -> u64 {
        self.add_of_kind(guild, name, kind::ANNOUNCEMENT)
    }

    /// A forum, in which every post is a thread.
    pub fn add_forum(&self, guild: u64, name: &str) -> u64 {
        self.add_of_kind(guild, name, kind::FORUM)
    }

    fn add_of_kind(&self, guild: u64, name: &str, kind: u64) -> u64 {
        let mut state = self.state();
        let id = state.world.id();
        state.world.insert_channel(Channel { guild: Some(guild), ..Channel::new(id, name, kind) });
        id
    }

    /// A public thread below a channel.
    pub fn add_thread(&self, channel: u64, name: &str) -> u64 {
        let mut state = self.state();
        let guild = state.world.channels[&channel].guild.expect("a server's channel");
        state.world.add_channel(guild, name, Some(channel))
    }

    /// A thread is archived; a locked one is opened again by moderators only.
    pub fn archive(&self, thread: u64, locked: bool) {
        let mut state = self.state();
        let thread = state.world.channels.get_mut(&thread).expect("a known thread");
        (thread.archived, thread.locked) = (true, locked);
    }

    /// Whether a thread is archived.
    pub fn is_archived(&self, thread: u64) -> bool {
        self.state().world.channels[&thread].archived
    }

    /// A forum wants a tag on every post from now on.
    pub fn want_tags(&self, forum: u64) {
        self.state().world.channels.get_mut(&forum).expect("a known forum").wants_tag = true;
    }

    /// The threads below a channel, oldest first.
    pub fn threads(&self, channel: u64) -> Vec<Channel> {
        let state = self.state();
        let below = |thread: &&Channel| thread.is_thread() && thread.parent == Some(channel);
        state.world.channels.values().filter(below).cloned().collect()
    }

    /// Waits until there is a thread below a channel.
    pub async fn wait_for_thread(&self, channel: u64) -> u64 {
        self.shared
            .wait_for(&format!("a thread below channel {channel}"), |state| {
                let mut threads = state.world.channels.values();
                threads.find(|it| it.is_thread() && it.parent == Some(channel)).map(|it| it.id)
            })
            .await
    }

    /// A server that has not added the bot yet; see [`FakeDiscord::invite`].
    pub fn add_stranger(&self, name: &str) -> u64 {
        let mut state = self.state();
        let id = state.world.add_guild(name);
        state.world.guilds.get_mut(&id).expect("just made").installed = false;
        id
    }

    /// A server adds the bot, just now; a connected shard hears of it.
    pub fn invite(&self, guild: u64) {
        self.invite_at(guild, Utc::now());
    }

    /// As [`FakeDiscord::invite`], at another time.
    pub fn invite_at(&self, guild: u64, at: DateTime<Utc>) {
        let mut state = self.state();
        let bot = state.world.bot.id;
        let place = state.world.guilds.get_mut(&guild).expect("a known server");
        (place.installed, place.joined_at) = (true, at);
        let role = place.roles.iter().find(|role| role.managed).expect("the bot's role").id;
        place.members.insert(bot, vec![role]);
        let whole = state.world.guild_json(&state.world.guilds[&guild], true);
        state.gateway.dispatch("GUILD_CREATE", &whole);
    }

    /// The bot is removed from a server while no shard is there to hear of it.
    pub fn leave_quietly(&self, guild: u64) {
        let mut state = self.state();
        let bot = state.world.bot.id;
        let place = state.world.guilds.get_mut(&guild).expect("a known server");
        place.installed = false;
        place.members.remove(&bot);
    }

    /// Where Discord itself says who has joined.
    pub fn set_system_channel(&self, guild: u64, channel: u64) {
        self.state().world.guilds.get_mut(&guild).expect("a known server").system_channel = Some(channel);
    }

    /// What somebody may do by a role of their own, in the whole server.
    pub fn permit(&self, guild: u64, person: &super::Person, permissions: u64) {
        let role = self.add_role(guild, &format!("for {}", person.name));
        let mut state = self.state();
        let guild = state.world.guilds.get_mut(&guild).expect("a known server");
        guild.roles.iter_mut().find(|known| known.id == role).expect("just made").permissions = permissions;
        guild.members.entry(person.id).or_default().push(role);
    }

    /// What a channel takes from one person.
    pub fn deny_person(&self, channel: u64, person: &super::Person, permissions: u64) {
        let mut state = self.state();
        let channel = state.world.channels.get_mut(&channel).expect("a known channel");
        let (id, deny) = (person.id, permissions);
        channel.overwrites.push(super::world::Overwrite { id, person: true, allow: 0, deny });
    }

    /// A server has another owner, whom nothing in it shuts out.
    pub fn make_owner(&self, guild: u64, person: &super::Person) {
        self.state().world.guilds.get_mut(&guild).expect("a known server").owner = person.id;
    }

    /// Nobody may ping a role any more but who may ping everybody.
    pub fn make_unmentionable(&self, guild: u64, role: u64) {
        self.set_mentionable(guild, role, false);
    }

    /// Everybody may ping a role from now on.
    pub fn make_mentionable(&self, guild: u64, role: u64) {
        self.set_mentionable(guild, role, true);
    }

    fn set_mentionable(&self, guild: u64, role: u64, mentionable: bool) {
        let mut state = self.state();
        let roles = &mut state.world.guilds.get_mut(&guild).expect("a known server").roles;
        roles.iter_mut().find(|known| known.id == role).expect("a known role").mentionable = mentionable;
    }

    /// A role is gone.
    pub fn delete_role(&self, guild: u64, role: u64) {
        let mut state = self.state();
        let guild = state.world.guilds.get_mut(&guild).expect("a known server");
        guild.roles.retain(|known| known.id != role);
    }

    /// Takes the right to read what was written from the bot in a channel.
    pub fn hide_history(&self, channel: u64) {
        self.deny(channel, permission::READ_MESSAGE_HISTORY);
    }
}
