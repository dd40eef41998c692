//! Servers, their weekly post and their members.

use anyhow::{Context, Result};
use chrono::{DateTime, NaiveTime, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use super::Store;
use super::backend::Alone;
use super::rows::{instant, json, signed, unsigned, zone};
use super::sql::{Row, query};
use crate::study::learner::{BoardSetting, Profile};
use crate::study::units::{ChannelId, LearnerId, RoleId, ServerId, StepRef};
use crate::study::week::Week;
use crate::study::when::Weekly;

/// A server in which the coach is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its id.
    pub id: ServerId,
    /// In which its boards and posts count.
    pub zone: Tz,
    /// Its weekly post, if one is set up.
    pub weekly: Option<WeeklySetting>,
    /// When the next post is due.
    pub next_at: Option<DateTime<Utc>>,
    /// The shorter post in the middle of the week, if one is set up.
    pub reminder: Option<ReminderSetting>,
    /// When the next reminder is due.
    pub reminder_at: Option<DateTime<Utc>>,
    /// Who set the posts up, and is told when something goes wrong.
    pub manager: Option<LearnerId>,
    /// Why posting stopped, until the next `/setup`.
    pub fault: Option<String>,
    /// The language of its posts, as Discord writes locales.
    pub locale: Option<String>,
}

/// When the reminder goes out; it goes where the weekly post goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderSetting {
    /// The local day.
    pub day: Weekday,
    /// The local time.
    pub time: NaiveTime,
}

/// Where and when the weekly post goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklySetting {
    /// The channel.
    pub channel: ChannelId,
    /// The local day.
    pub day: Weekday,
    /// The local time.
    pub time: NaiveTime,
    /// The role that it pings.
    pub role: Option<RoleId>,
    /// Whether it comes without a notification.
    pub silent: bool,
}

/// A member as the weekly post needs them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub learner: LearnerId,
    /// Their name in the server.
    pub name: String,
    /// Whether they are shown by name.
    pub board: BoardSetting,
    /// Their plan.
    pub profile: Option<Profile>,
    /// The steps that the week asks of them; none where it is not frozen yet.
    pub promised: Option<Vec<StepRef>>,
}

impl Server {
    /// A server of which nothing is set up.
    pub fn new(id: ServerId) -> Self {
        Self {
            id,
            zone: chrono_tz::UTC,
            weekly: None,
            next_at: None,
            reminder: None,
            reminder_at: None,
            manager: None,
            fault: None,
            locale: None,
        }
    }

    /// Its weekly post as a schedule.
    pub fn schedule(&self) -> Option<Weekly> {
        self.weekly.as_ref().map(|weekly| Weekly { day: weekly.day, time: weekly.time, zone: self.zone })
    }

    /// Its reminder as a schedule.
    pub fn reminder_schedule(&self) -> Option<Weekly> {
        self.reminder.map(|reminder| Weekly { day: reminder.day, time: reminder.time, zone: self.zone })
    }
}

impl Store {
    /// A server; a new one where nothing is stored of it.
    pub async fn server(&self, id: ServerId) -> Result<Server> {
        let row = query("SELECT * FROM servers WHERE id = $1")
            .bind(signed(id.0))
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map_or_else(|| Ok(Server::new(id)), server)
    }

    /// Makes the server's row where there is none.
    pub async fn meet_server(&self, id: ServerId) -> Result<()> {
        query("INSERT INTO servers (id, zone, silent) VALUES ($1, 'UTC', 0) ON CONFLICT (id) DO NOTHING")
            .bind(signed(id.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Keeps the language of a server's posts.
    pub async fn set_locale(&self, id: ServerId, locale: Option<&str>) -> Result<()> {
        query(
            "INSERT INTO servers (id, zone, silent, locale) VALUES ($1, 'UTC', 0, $2) \
             ON CONFLICT (id) DO UPDATE SET locale = excluded.locale",
        )
        .bind(signed(id.0))
        .bind(locale)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Stores a server's settings.
    pub async fn save_server(&self, server: &Server) -> Result<()> {
        let weekly = server.weekly.as_ref();
        query(
            "INSERT INTO servers (id, zone, channel, day, time, role, silent, next_at, fault, manager, \
             reminder_day, reminder_time, reminder_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id) DO UPDATE SET \
             zone = excluded.zone, channel = excluded.channel, day = excluded.day, time = excluded.time, \
             role = excluded.role, silent = excluded.silent, next_at = excluded.next_at, fault = excluded.fault, \
             manager = excluded.manager, reminder_day = excluded.reminder_day, \
             reminder_time = excluded.reminder_time, reminder_at = excluded.reminder_at",
        )
        .bind(signed(server.id.0))
        .bind(server.zone.name())
        .bind(weekly.map(|it| signed(it.channel.0)))
        .bind(weekly.map(|it| day_column(it.day)))
        .bind(weekly.map(|it| time_column(it.time)))
        .bind(weekly.and_then(|it| it.role).map(|role| signed(role.0)))
        .bind(i32::from(weekly.is_some_and(|it| it.silent)))
        .bind(server.next_at.map(|at| at.timestamp()))
        .bind(server.fault.as_deref())
        .bind(server.manager.map(|manager| signed(manager.0)))
        .bind(server.reminder.map(|it| day_column(it.day)))
        .bind(server.reminder.map(|it| time_column(it.time)))
        .bind(server.reminder_at.map(|at| at.timestamp()))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Servers whose post is due at `now`, longest overdue first.
    pub async fn due_servers(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Server>> {
        self.due(
            "SELECT * FROM servers WHERE next_at <= $1 AND channel IS NOT NULL AND fault IS NULL \
             ORDER BY next_at, id LIMIT $2",
            now,
            limit,
        )
        .await
    }

    /// Servers whose reminder is due at `now`, longest overdue first.
    pub async fn due_reminders(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Server>> {
        self.due(
            "SELECT * FROM servers WHERE reminder_at <= $1 AND channel IS NOT NULL AND fault IS NULL \
             ORDER BY reminder_at, id LIMIT $2",
            now,
            limit,
        )
        .await
    }

    async fn due(&self, sql: &'static str, now: DateTime<Utc>, limit: u32) -> Result<Vec<Server>> {
        let rows = query(sql).bind(now.timestamp()).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        rows.iter().map(server).collect()
    }

    /// Servers whose next post or reminder is due after `at`, in any order.
    pub async fn servers_after(&self, at: DateTime<Utc>) -> Result<Vec<Server>> {
        let rows = query(
            "SELECT * FROM servers WHERE (next_at > $1 OR reminder_at > $1) AND channel IS NOT NULL \
             AND gone_at IS NULL",
        )
        .bind(at.timestamp())
        .long()
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(server).collect()
    }

    /// Stores a server's next times, and forgets what was skipped after `now`: it has not been yet.
    pub async fn set_back(&self, server: &Server, now: DateTime<Utc>) -> Result<()> {
        let mut tx = self.begin_alone(Alone::Outbox).await?;
        query("DELETE FROM outbox WHERE server = $1 AND due_at > $2 AND state = 'skipped'")
            .bind(signed(server.id.0))
            .bind(now.timestamp())
            .execute(&mut *tx)
            .await?;
        query(
            "UPDATE servers SET next_at = CASE WHEN next_at > $1 THEN $1 ELSE next_at END, \
             reminder_at = CASE WHEN reminder_at > $2 THEN $2 ELSE reminder_at END WHERE id = $3",
        )
        .bind(server.next_at.map(|at| at.timestamp()))
        .bind(server.reminder_at.map(|at| at.timestamp()))
        .bind(signed(server.id.0))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Servers with a weekly post that goes out, by when the next is due.
    pub async fn scheduled_servers(&self) -> Result<Vec<Server>> {
        let rows = query(
            "SELECT * FROM servers WHERE next_at IS NOT NULL AND channel IS NOT NULL AND fault IS NULL \
             ORDER BY next_at, id",
        )
        .long()
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(server).collect()
    }

    /// The next instant at which something falls due: a post, a reminder, a week to freeze.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        let row = query(
            "SELECT MIN(at) AS at FROM (\
             SELECT MIN(next_at) AS at FROM servers WHERE channel IS NOT NULL AND fault IS NULL \
             UNION ALL SELECT MIN(reminder_at) FROM servers WHERE channel IS NOT NULL AND fault IS NULL \
             UNION ALL SELECT MIN(freeze_at) FROM learners) AS due",
        )
        .fetch_one(&self.pool)
        .await?;
        row.get::<Option<i64>>("at")?.map(instant).transpose()
    }

    /// A server's members as of a time, with what `week` asks of each, by the order in which they joined.
    pub async fn members(&self, id: ServerId, week: Week, as_of: DateTime<Utc>) -> Result<Vec<Member>> {
        let rows = query(
            "SELECT members.learner, members.name, members.board, members.moderated, members.left_at, \
             learners.profile, promises.steps FROM members \
             JOIN learners ON learners.id = members.learner \
             LEFT JOIN promises ON promises.learner = members.learner AND promises.week = $2 \
             WHERE members.server = $1 AND members.joined_at <= $3 ORDER BY members.joined_at, members.learner",
        )
        .bind(signed(id.0))
        .bind(week.to_string())
        .bind(as_of.timestamp())
        .long()
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let has = |column: &str| row.get::<Option<&str>>(column).map(|text| text.is_some());
                Ok(Member {
                    learner: LearnerId(unsigned(row.get("learner")?)),
                    name: row.get("name")?,
                    board: seen(row)?,
                    profile: if has("profile")? { Some(json(row, "profile")?) } else { None },
                    promised: if has("steps")? { Some(json(row, "steps")?) } else { None },
                })
            })
            .collect()
    }

    /// A member's name and what others see of them in a server: nothing of whom a manager hides, and of
    /// who has left.
    pub async fn member(&self, id: ServerId, learner: LearnerId) -> Result<Option<(String, BoardSetting)>> {
        let row =
            query("SELECT name, board, moderated, left_at FROM members WHERE server = $1 AND learner = $2")
                .bind(signed(id.0))
                .bind(signed(learner.0))
                .fetch_optional(&self.pool)
                .await?;
        row.map(|row| Ok((row.get("name")?, seen(&row)?))).transpose()
    }

    /// Keeps a member's name as the server knows it now.
    pub async fn rename_member(&self, id: ServerId, learner: LearnerId, name: &str) -> Result<()> {
        query("UPDATE members SET name = $1 WHERE server = $2 AND learner = $3")
            .bind(name)
            .bind(signed(id.0))
            .bind(signed(learner.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Members of a server who asked for their assignment by direct message and are not on a
    /// pause in `week`.
    pub async fn reminded(&self, id: ServerId, week: Week) -> Result<Vec<LearnerId>> {
        let rows = query(
            "SELECT learners.id, learners.profile FROM members JOIN learners ON learners.id = members.learner \
             WHERE members.server = $1 AND learners.reminders = 1 AND learners.profile IS NOT NULL ORDER BY learners.id",
        )
        .bind(signed(id.0))
        .long()
        .fetch_all(&self.pool)
        .await?;
        let mut learners = Vec::new();
        for row in &rows {
            let profile: Profile = json(row, "profile")?;
            if profile.pause(week).is_none() {
                learners.push(LearnerId(unsigned(row.get("id")?)));
            }
        }
        Ok(learners)
    }
}

/// What others see of a member, whoever decided it.
pub(super) fn seen(row: &Row) -> Result<BoardSetting> {
    let hidden = row.get::<i32>("moderated")? == 1 || row.get::<Option<i64>>("left_at")?.is_some();
    let chosen = BoardSetting::parse(row.get("board")?);
    Ok(chosen.filter(|_| !hidden).unwrap_or(BoardSetting::Hidden))
}

fn day_column(day: Weekday) -> i32 {
    day.number_from_monday().cast_signed()
}

fn time_column(time: NaiveTime) -> i32 {
    (time.hour() * 60 + time.minute()).cast_signed()
}

fn day(column: i32) -> Result<Weekday> {
    let day = u8::try_from(column - 1)?;
    Weekday::try_from(day).map_err(|_| anyhow::anyhow!("a weekday in the database is out of range"))
}

fn time(column: i32) -> Result<NaiveTime> {
    let minutes = u32::try_from(column)?;
    NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).context("a time in the database is out of range")
}

fn server(row: &Row) -> Result<Server> {
    let weekly = match row.get::<Option<i64>>("channel")? {
        None => None,
        Some(channel) => Some(WeeklySetting {
            channel: ChannelId(unsigned(channel)),
            day: day(row.get("day")?)?,
            time: time(row.get("time")?)?,
            role: row.get::<Option<i64>>("role")?.map(|role| RoleId(unsigned(role))),
            silent: row.get::<i32>("silent")? == 1,
        }),
    };
    let reminder = match row.get::<Option<i32>>("reminder_day")? {
        None => None,
        Some(column) => Some(ReminderSetting { day: day(column)?, time: time(row.get("reminder_time")?)? }),
    };
    let optional_instant = |column: &str| -> Result<Option<DateTime<Utc>>> {
        row.get::<Option<i64>>(column)?.map(instant).transpose()
    };
    Ok(Server {
        id: ServerId(unsigned(row.get("id")?)),
        zone: zone(row.get("zone")?)?,
        weekly,
        next_at: optional_instant("next_at")?,
        reminder,
        reminder_at: optional_instant("reminder_at")?,
        manager: row.get::<Option<i64>>("manager")?.map(|id| LearnerId(unsigned(id))),
        fault: row.get("fault")?,
        locale: row.get("locale")?,
    })
}
