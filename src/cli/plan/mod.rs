//! `study-coach plan`: a learner's plan, made and printed but not stored.

mod json;
mod table;

use std::collections::BTreeSet;

use chrono::{Local, NaiveTime};

use super::args::{self, Format};
use super::content::load_content;
use super::failure::{Failure, Result};
use super::out;
use crate::coach::ics::{Edition, calendar};
use crate::config::Config;
use crate::study::curriculum::Curriculum;
use crate::study::learner::Profile;
use crate::study::plan::{Basis, Plan, Verdict, needed_weekly, plan, trim};
use crate::study::units::{Minutes, SkillId, TrackId};

/// A plan and what it was made from.
struct Planned<'c> {
    curriculum: &'c Curriculum,
    profile: Profile,
    plan: Plan<'c>,
    /// The least weekly time at which the minimum would fit, where it does not.
    needed: Option<Minutes>,
}

pub(super) fn run(config: &Config, options: &args::Plan) -> Result<()> {
    let (content, voices) = load_content(config.content.dir.as_deref())?;
    let voice = voices.shipped();
    let curriculum = &content.curriculum;
    let profile = profile(curriculum, options)?;
    let plan = plan(curriculum, Basis::fresh(&profile));
    let late = plan.verdict == Verdict::Late;
    let needed = late.then(|| needed_weekly(curriculum, Basis::fresh(&profile))).flatten();
    let planned = Planned { curriculum, profile, plan, needed };
    out::print(&match options.format {
        Format::Table => table::write(&planned, voice),
        Format::Json => json::write(&planned)?,
        Format::Ics => calendar(&planned.plan, &planned.profile, &edition(&planned.profile), voice),
    })
}

/// The calendar of a track; one that is made on a later day updates it.
fn edition(profile: &Profile) -> Edition {
    let also = profile.also.as_ref().map_or_else(String::new, |also| format!("-{also}"));
    let made_at = Local::now().date_naive().and_time(NaiveTime::MIN).and_utc();
    Edition { series: format!("{}{also}", profile.track), made_at }
}

/// What a learner with these options would agree, with what is left out for want of time.
fn profile(curriculum: &Curriculum, options: &args::Plan) -> Result<Profile> {
    let track_id = track(curriculum, "--track", &options.track)?;
    let starts_on = options.start.unwrap_or_else(|| Local::now().date_naive());
    let mut profile = Profile {
        also: options.also.as_ref().map(|also| track(curriculum, "--also", also)).transpose()?,
        months: options.months,
        known: skills(curriculum, &options.know)?,
        ..Profile::new(track_id, options.hours, starts_on)
    };
    if profile.also.as_ref() == Some(&profile.track) {
        return Err(Failure::Usage(
            "--also is the same as --track; name another track or leave it out".to_owned(),
        ));
    }
    profile.no_time = trim(curriculum, Basis::fresh(&profile));
    Ok(profile)
}

fn track(curriculum: &Curriculum, option: &str, given: &str) -> Result<TrackId> {
    match curriculum.tracks.get_key_value(given.trim().to_lowercase().as_str()) {
        Some((id, _)) => Ok(id.clone()),
        None => {
            let known: Vec<&str> = curriculum.tracks.keys().map(TrackId::as_str).collect();
            let known = known.join(", ");
            Err(Failure::Usage(format!("{option}: there is no track {given:?}; the tracks are {known}")))
        }
    }
}

fn skills(curriculum: &Curriculum, given: &[String]) -> Result<BTreeSet<SkillId>> {
    let given = given.iter().map(|word| word.trim().to_lowercase());
    given
        .filter(|word| !word.is_empty() && word != "none")
        .map(|word| match curriculum.skills.get_key_value(word.as_str()) {
            Some((id, _)) => Ok(id.clone()),
            None => {
                let known: Vec<&str> = curriculum.skills.keys().map(SkillId::as_str).collect();
                let known = known.join(", ");
                Err(Failure::Usage(format!("--know: there is no skill {word:?}; the skills are {known}")))
            }
        })
        .collect()
}
