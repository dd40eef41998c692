//! Each cohort's section: when it starts, what its week holds, or that it is finished.

use std::collections::BTreeMap;

use super::messages::Section;
use super::{About, Shown, named, who};
use crate::coach::board::sum_gives_away;
use crate::coach::cohort::{agreed, join_button, partner_button, track};
use crate::coach::words;
use crate::error::Result;
use crate::say;
use crate::store::Sums;
use crate::study::cohort::{Cohort, Stage};
use crate::study::plan::PlannedWeek;
use crate::study::score::counts;
use crate::study::units::{LearnerId, Minutes};

/// Characters of a week's lessons in the post.
const LESSONS: usize = 600;

/// Last week, by learner.
type LastWeek = BTreeMap<LearnerId, Sums>;

/// A section for each cohort that has not been over for long.
pub(super) async fn sections(
    about: &About<'_>,
    cohorts: &[(&Cohort, Stage<'_>)],
    shown: &Shown<'_>,
) -> Result<Vec<Section>> {
    let under_way = cohorts.iter().any(|(_, stage)| matches!(stage, Stage::Week(_)));
    let last = match under_way {
        true => about.coach.store.sums(about.server.id, about.week.plus(-1)).await?,
        false => LastWeek::new(),
    };
    let section = |(cohort, stage): &(&Cohort, Stage<'_>)| {
        let members: Shown<'_> = shown
            .iter()
            .copied()
            .filter(|(_, profile)| profile.cohort.as_ref() == Some(&cohort.id))
            .collect();
        match stage {
            Stage::Ahead => Some(ahead(about, cohort, &members)),
            Stage::Week(week) => Some(under_way_section(about, cohort, week, &members, &last)),
            Stage::Finished(1) => Some(finished(about, cohort, &members)),
            Stage::Finished(_) => None,
        }
    };
    Ok(cohorts.iter().filter_map(section).collect())
}

fn ahead(about: &About<'_>, cohort: &Cohort, members: &Shown<'_>) -> Section {
    let voice = &about.coach.voice;
    let mut lines = vec![agreed(about.coach, cohort)];
    lines.push(match members.len() {
        0 => say!(voice, CohortNobody),
        count => say!(voice, CohortWaiting { count: count }),
    });
    lines.extend(Some(who(about.coach, members)).filter(|who| !who.is_empty()));
    let name = say!(voice, CohortTitle { name: words::plain(&cohort.name) });
    Section {
        buttons: vec![join_button(about.coach, cohort)],
        names: named(members),
        ..Section::new(id(cohort), name, lines.join("\n"))
    }
}

/// What a cohort's section is called.
fn id(cohort: &Cohort) -> String {
    format!("cohort:{}", cohort.id)
}

fn under_way_section(
    about: &About<'_>,
    cohort: &Cohort,
    week: &PlannedWeek<'_>,
    members: &Shown<'_>,
    last: &LastWeek,
) -> Section {
    let (coach, voice) = (about.coach, &about.coach.voice);
    let name = words::plain(&cohort.name);
    let heading = say!(voice, CohortHeading { name: name, number: week.number, count: members.len() });
    let title = track(coach, cohort);
    let mut lines = vec![match week.minutes() {
        Minutes::ZERO => title.to_owned(),
        minutes => say!(voice, CohortWeek { track: title, time: voice.time(minutes) }),
    }];
    if week.number == 1 && about.week.starts_on() != cohort.starts_on {
        lines.push(say!(voice, CohortStarts { date: voice.date(cohort.starts_on) }));
    }
    let list = coach.week_list(week, None);
    lines.push(coach.within(&list.lines().map(str::to_owned).collect::<Vec<_>>(), LESSONS));
    lines.push(match members.len() {
        0 => say!(voice, CohortNobody),
        _ => who(coach, members),
    });
    let weeks = members.iter().filter_map(|(member, _)| last.get(&member.learner));
    let promised: Vec<&Sums> = weeks.filter(|it| it.promised > Minutes::ZERO).collect();
    let kept = promised.iter().filter(|it| counts(it.kept, it.promised)).count();
    if kept > 0 && !sum_gives_away(members.iter().map(|(member, _)| *member), None) {
        lines.push(say!(voice, CohortKept { kept: kept, promised: promised.len() }));
    }
    lines.retain(|line| !line.is_empty());
    Section {
        buttons: vec![join_button(coach, cohort), partner_button(coach, cohort, about.week)],
        thread: Some(say!(voice, CohortThread { name: cohort.name.as_str(), number: week.number })),
        names: named(members),
        ..Section::new(id(cohort), heading, lines.join("\n"))
    }
}

fn finished(about: &About<'_>, cohort: &Cohort, members: &Shown<'_>) -> Section {
    let (coach, voice) = (about.coach, &about.coach.voice);
    let weeks = cohort.plan(&coach.content.curriculum).weeks.len();
    let mut lines = vec![say!(voice, CohortFinished { track: track(coach, cohort), weeks: weeks })];
    lines.extend(Some(who(coach, members)).filter(|who| !who.is_empty()));
    let name = say!(voice, CohortTitle { name: words::plain(&cohort.name) });
    Section { names: named(members), ..Section::new(id(cohort), name, lines.join("\n")) }
}
