//! Numbers that look random and are the same in every run.

/// A linear congruential generator with Knuth's constants (MMIX); its upper bits are used.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `of`.
    pub fn roll(&mut self, of: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % of
    }

    /// One of some things.
    pub fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.roll(of.len() as u64) as usize]
    }
}
