//! Things that are united pair by pair, and the groups that they come to (union-find with path halving, Tarjan 1984).

/// Groups of the first so many numbers; a group is named by its least member.
pub(in crate::reader) struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    /// Each number by itself.
    pub fn new(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    /// Makes one group of the groups of two numbers.
    pub fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        self.parent[one.max(other)] = one.min(other);
    }

    /// The group of a number.
    pub fn of(&mut self, mut number: usize) -> usize {
        while self.parent[number] != number {
            self.parent[number] = self.parent[self.parent[number]];
            number = self.parent[number];
        }
        number
    }
}
