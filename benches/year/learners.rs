//! Who is simulated.

use study_coach::study::curriculum::Curriculum;
use study_coach::study::learner::Profile;
use study_coach::study::units::Minutes;

/// How long somebody is watched: three times the year that most want.
pub const WEEKS: usize = 156;

/// Numbers that look random and are always the same (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Evenly between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[(self.next() % from.len() as u64) as usize]
    }
}

/// Somebody who studies, and how their weeks will be, whatever the plan says.
pub struct Learner {
    pub profile: Profile,
    /// Minutes that a planned minute really takes.
    pub pace: f64,
    /// The minutes that each week really has.
    pub weeks: Vec<f64>,
    /// For each week a number from 0 to 1, by which a proposal is taken up or not.
    pub moods: Vec<f64>,
}

/// A learner of some track for 8 to 15 hours a week and 9 to 18 months, who keeps 80 to 110 % of the
/// hours, misses 2 to 15 % of the weeks and two to four in a row once in the year.
pub fn learner(curriculum: &Curriculum, random: &mut Random) -> Learner {
    let tracks: Vec<_> = curriculum.tracks.keys().cloned().collect();
    let track = random.pick(&tracks).clone();
    let weekly = Minutes(*random.pick(&[480, 540, 600, 600, 720, 900]));
    let months = Some(*random.pick(&[9, 12, 12, 12, 15, 18]));
    let starts_on = "2026-11-30".parse().expect("a date");
    let profile = Profile { months, ..Profile::new(track, weekly, starts_on) };
    let pace = random.between(0.6, 1.8);
    let misses = random.between(0.02, 0.15);
    let holiday = random.between(6.0, 46.0) as usize;
    let long = random.between(2.0, 5.0) as usize;
    let weeks = (0..WEEKS)
        .map(|week| {
            let missed =
                random.between(0.0, 1.0) < misses || (holiday..holiday + long).contains(&(week % 52));
            let kept = random.between(0.8, 1.1) * f64::from(profile.weekly.0);
            if missed { 0.0 } else { kept }
        })
        .collect();
    let moods = (0..WEEKS).map(|_| random.between(0.0, 1.0)).collect();
    Learner { profile, pace, weeks, moods }
}
