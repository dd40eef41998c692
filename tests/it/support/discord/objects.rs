//! The world as Discord's JSON objects: servers, channels, members, messages.

use serde_json::{Value, json};

use super::world::{APPLICATION, Channel, EPOCH_MS, Guild, World, kind};

impl World {
    /// The server object; `whole` adds what only `GUILD_CREATE` carries.
    pub fn guild_json(&self, guild: &Guild, whole: bool) -> Value {
        let mut object = json!({
            "id": guild.id.to_string(), "name": guild.name, "icon": null, "description": null,
            "home_header": null, "splash": null, "discovery_splash": null, "features": ["COMMUNITY"],
            "banner": null, "owner_id": guild.owner.to_string(), "application_id": null,
            "region": "us-east", "afk_channel_id": null, "afk_timeout": 300,
            "system_channel_id": guild.system_channel.map(|id| id.to_string()), "system_channel_flags": 0, "widget_enabled": false,
            "widget_channel_id": null, "verification_level": 1,
            "roles": guild.roles.iter().map(super::world::Role::json).collect::<Vec<_>>(),
            "default_message_notifications": 1, "mfa_level": 0, "explicit_content_filter": 2,
            "max_presences": null, "max_members": 500_000, "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25, "vanity_url_code": null, "premium_tier": 0,
            "premium_subscription_count": 0, "preferred_locale": guild.locale,
            "rules_channel_id": null, "safety_alerts_channel_id": null,
            "public_updates_channel_id": null, "premium_progress_bar_enabled": false,
            "nsfw": false, "nsfw_level": 0, "emojis": [], "stickers": [], "incidents_data": null,
        });
        if whole {
            let own = |channel: &&Channel| channel.guild == Some(guild.id);
            let (threads, channels): (Vec<_>, Vec<_>) =
                self.channels.values().filter(own).partition(|channel| channel.is_thread());
            let json = |list: Vec<&Channel>| -> Vec<Value> {
                list.into_iter().map(|channel| self.channel_json(channel)).collect()
            };
            merge(
                &mut object,
                json!({
                    "joined_at": guild.joined_at.to_rfc3339(), "large": false,
                    "unavailable": false, "member_count": guild.members.len(), "voice_states": [],
                    "members": [self.member_json(guild, APPLICATION)], "channels": json(channels),
                    "threads": json(threads), "presences": [], "stage_instances": [],
                    "guild_scheduled_events": [], "soundboard_sounds": [],
                }),
            );
        }
        object
    }

    /// The channel object.
    pub fn channel_json(&self, channel: &Channel) -> Value {
        if let Some(recipient) = &channel.recipient {
            return json!({
                "id": channel.id.to_string(), "type": kind::DIRECT, "flags": 0,
                "last_message_id": channel.last.map(|id| id.to_string()),
                "recipients": [recipient.json()],
            });
        }
        let overwrites: Vec<Value> = channel
            .overwrites
            .iter()
            .map(|overwrite| {
                json!({
                    "id": overwrite.id.to_string(), "type": u8::from(overwrite.person),
                    "allow": overwrite.allow.to_string(), "deny": overwrite.deny.to_string(),
                })
            })
            .collect();
        let mut object = json!({
            "id": channel.id.to_string(), "type": channel.kind,
            "guild_id": channel.guild.map(|id| id.to_string()), "name": channel.name,
            "parent_id": channel.parent.map(|id| id.to_string()),
            "last_message_id": channel.last.map(|id| id.to_string()),
            "rate_limit_per_user": 0, "flags": if channel.wants_tag { 1 << 4 } else { 0 },
        });
        merge(
            &mut object,
            if channel.is_thread() {
                json!({
                    "owner_id": channel.owner.to_string(), "message_count": 0, "member_count": 1,
                    "total_message_sent": 0,
                    "thread_metadata": {
                        "archived": channel.archived, "auto_archive_duration": 4320,
                        "locked": channel.locked, "archive_timestamp": timestamp(channel.id),
                        "create_timestamp": timestamp(channel.id),
                    },
                })
            } else {
                json!({
                    "position": 0, "permission_overwrites": overwrites, "topic": null, "nsfw": false,
                    "icon_emoji": null, "theme_color": null,
                })
            },
        );
        object
    }

    /// The member object of somebody in a server, with the user in it.
    pub fn member_json(&self, guild: &Guild, person: u64) -> Value {
        let mut member = self.bare_member_json(guild, person);
        member["user"] = self.people[&person].json();
        member
    }

    /// The member object as `resolved` and messages carry it: without the user.
    pub fn bare_member_json(&self, guild: &Guild, person: u64) -> Value {
        let roles = guild.members.get(&person).cloned().unwrap_or_default();
        json!({
            "avatar": null, "banner": null, "communication_disabled_until": null, "flags": 0,
            "joined_at": "2026-12-01T00:00:00.000000+00:00", "nick": null, "pending": false,
            "premium_since": null, "unusual_dm_activity_until": null, "deaf": false, "mute": false,
            "collectibles": null, "display_name_styles": null, "avatar_decoration_data": null,
            "roles": roles.iter().map(u64::to_string).collect::<Vec<_>>(),
        })
    }

    /// A message that the bot made, from what it sent.
    pub fn message_json(&self, id: u64, channel: u64, sent: &Value, webhook: bool) -> Value {
        let list = |key: &str| sent.get(key).filter(|v| v.is_array()).cloned().unwrap_or(json!([]));
        let ids = |key: &str| -> Vec<u64> {
            let ids = sent["allowed_mentions"][key].as_array().into_iter().flatten();
            ids.filter_map(|id| id.as_str()?.parse().ok()).collect()
        };
        let content = sent["content"].as_str().unwrap_or_default();
        let mentioned = |id: &u64| content.contains(&format!("<@{id}>"));
        let known = |id: &u64| self.people.get(id);
        let mentions: Vec<Value> = ids("users")
            .iter()
            .filter(|id| mentioned(id))
            .filter_map(known)
            .map(super::world::Person::json)
            .collect();
        let roles: Vec<String> = ids("roles")
            .iter()
            .filter(|id| content.contains(&format!("<@&{id}>")))
            .map(u64::to_string)
            .collect();
        let mut message = json!({
            "id": id.to_string(), "channel_id": channel.to_string(), "type": 0, "content": content,
            "author": self.bot.json(), "timestamp": timestamp(id), "edited_timestamp": null,
            "tts": false, "pinned": false, "mention_everyone": false, "mentions": mentions,
            "mention_roles": roles, "attachments": [], "embeds": embeds(&list("embeds")),
            "components": components(&list("components")), "flags": sent["flags"].as_u64().unwrap_or(0),
        });
        if webhook {
            message["webhook_id"] = json!(APPLICATION.to_string());
            message["application_id"] = json!(APPLICATION.to_string());
        }
        if let Some(nonce) = sent.get("nonce").filter(|nonce| !nonce.is_null()) {
            message["nonce"] = nonce.clone();
        }
        message
    }
}

/// Embeds as they come back: with their type.
pub fn embeds(sent: &Value) -> Value {
    let mut embeds = sent.clone();
    for embed in embeds.as_array_mut().into_iter().flatten() {
        embed["type"] = json!("rich");
    }
    embeds
}

/// Components as they come back: numbered through.
pub fn components(sent: &Value) -> Value {
    let mut components = sent.clone();
    let mut number = 0;
    for row in components.as_array_mut().into_iter().flatten() {
        number += 1;
        row["id"] = json!(number);
        for control in row["components"].as_array_mut().into_iter().flatten() {
            number += 1;
            control["id"] = json!(number);
        }
    }
    components
}

/// The id of a listed attachment. Discord takes numbers as well as text, and serenity sends numbers.
pub fn attachment_id(attachment: &Value) -> Option<String> {
    let id = &attachment["id"];
    id.as_str().map(str::to_owned).or_else(|| id.as_u64().map(|id| id.to_string()))
}

/// The instant that an id was made, as Discord writes it.
pub fn timestamp(id: u64) -> String {
    let milliseconds = (id >> 22) + EPOCH_MS;
    let instant = chrono::DateTime::from_timestamp_millis(milliseconds as i64).expect("an instant");
    instant.format("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

/// Adds the keys of one object to another.
pub fn merge(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}
