//! Chance that comes out the same in every run.

/// A generator of numbers: `SplitMix64`, of which every seed is as good as any other.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A generator of its own for one case: what happens in the others changes nothing in it.
    pub(super) fn split(&mut self) -> Self {
        Self(self.roll())
    }

    /// A number from 0 up to, and without, `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.roll() % end).unwrap_or(0)
    }

    /// A number from `least` to `most`.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = usize::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True in so many of a hundred times.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several; of none, the default.
    pub(super) fn pick<T: Clone + Default>(&mut self, of: &[T]) -> T {
        of.get(self.below(of.len())).cloned().unwrap_or_default()
    }

    /// The place of one of several of which the first ones come more often.
    pub(super) fn early(&mut self, count: usize) -> usize {
        self.below(count).min(self.below(count * 3))
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_all_of_them_come() {
        let rolls = |seed| (0..1000).scan(Dice::new(seed), |dice, _| Some(dice.below(10))).collect::<Vec<_>>();
        assert_eq!(rolls(7), rolls(7));
        assert_ne!(rolls(7), rolls(8));
        assert!((0..10).all(|wanted| (60..140).contains(&rolls(7).iter().filter(|came| **came == wanted).count())));
        let mut dice = Dice::new(1);
        assert!((0..200).all(|_| (3..=5).contains(&dice.between(3, 5)) && dice.early(3) < 3));
    }
}
