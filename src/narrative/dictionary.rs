//! Words found in a text: the leftmost, of those the longest, none inside or over another.
//!
//! Words come in, a tree of their characters is made, and places in texts go out. An automaton over bytes (`aho-corasick`)
//! finds the same as fast, but making one of twelve thousand words took 250 million instructions whenever a process began, as
//! much as twenty reports; the tree takes a twentieth of it. Words are short, so that beginning again at each character is cheap.

use std::ops::Range;

/// A list of words, ready to be found.
#[derive(Debug)]
pub(super) struct Dictionary {
    /// Nodes below the root by the ideograph that leads to them, from [`FIRST`]; zero for none.
    roots: Vec<u32>,
    /// The root, then its children, then theirs: nodes below one node lie side by side in the order of their characters, and
    /// most have one. (A map by node and character lay all over the memory; finding words took 3 % of a run with it.)
    nodes: Vec<Node>,
}

/// A node of the tree.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// What leads to it.
    c: char,
    /// The first node below it; those up to the first one below the next node are.
    below: u32,
    /// The word that ends here, by its place in the list; [`NONE`] for none.
    word: u32,
}

const NONE: u32 = u32::MAX;

/// The common ideographs.
const FIRST: usize = 0x4e00;
const IDEOGRAPHS: usize = 0xa000 - FIRST;

/// So many nodes are looked at one by one.
const FEW: usize = 8;

/// A word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    /// Its place in the list of words.
    pub word: usize,
}

impl Dictionary {
    pub fn new(words: &[String]) -> Self {
        let mut order: Vec<usize> = (0..words.len()).filter(|&at| !words[at].is_empty()).collect();
        // The first of words that are the same is kept.
        order.sort_by(|&one, &other| words[one].cmp(&words[other]));
        let mut nodes = vec![Node { c: '\0', below: 1, word: NONE }];
        // The words below each node of a level, and the bytes of them that lead to it.
        let mut level = vec![(0..order.len(), 0)];
        while !level.is_empty() {
            let mut next = Vec::new();
            let first = nodes.len() - level.len();
            for (at, (mut rest, depth)) in level.into_iter().enumerate() {
                nodes[first + at].below = nodes.len() as u32;
                while let Some(&word) = order[rest.clone()].first() {
                    let Some(c) = words[word][depth..].chars().next() else {
                        let here = &mut nodes[first + at].word;
                        *here = (*here).min(word as u32);
                        rest.start += 1;
                        continue;
                    };
                    let same = order[rest.clone()].partition_point(|&other| words[other][depth..].starts_with(c));
                    next.push((rest.start..rest.start + same, depth + c.len_utf8()));
                    nodes.push(Node { c, below: NONE, word: NONE });
                    rest.start += same;
                }
            }
            level = next;
        }
        // Behind the last.
        nodes.push(Node { c: '\0', below: nodes.len() as u32, word: NONE });
        let mut dictionary = Self { roots: vec![0; IDEOGRAPHS], nodes };
        for at in dictionary.range(0) {
            let c = dictionary.nodes[at].c as usize;
            if let Some(root) = dictionary.roots.get_mut(c.wrapping_sub(FIRST)) {
                *root = at as u32;
            }
        }
        dictionary
    }

    /// The nodes below one.
    fn range(&self, node: usize) -> Range<usize> {
        self.nodes[node].below as usize..self.nodes[node + 1].below as usize
    }

    /// The node that a character leads to from another.
    fn below(&self, node: usize, c: char) -> Option<usize> {
        let range = self.range(node);
        let nodes = &self.nodes[range.clone()];
        let at = if nodes.len() > FEW {
            nodes.binary_search_by_key(&c, |node| node.c).ok()?
        } else {
            nodes.iter().position(|node| node.c == c)?
        };
        Some(range.start + at)
    }

    /// The node that a text begins with, if any word begins so.
    fn root(&self, c: char) -> Option<usize> {
        match self.roots.get((c as usize).wrapping_sub(FIRST)) {
            Some(root) => Some(*root as usize).filter(|root| *root != 0),
            None => self.below(0, c),
        }
    }

    /// The words of a text from left to right.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Found> + use<'_, 't> {
        let mut left = text.chars();
        std::iter::from_fn(move || {
            loop {
                let start = text.len() - left.as_str().len();
                let mut node = self.root(left.next()?);
                let mut rest = left.clone();
                let mut longest = None;
                while let Some(here) = node {
                    if self.nodes[here].word != NONE {
                        longest = Some((rest.clone(), self.nodes[here].word as usize));
                    }
                    node = rest.next().and_then(|c| self.below(here, c));
                }
                if let Some((behind, word)) = longest {
                    left = behind;
                    return Some(Found { start, end: text.len() - left.as_str().len(), word });
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::{AhoCorasick, MatchKind};

    use super::*;

    /// What an automaton finds.
    #[test]
    fn the_leftmost_longest_words_are_found() {
        let letters = ["公", "开", "申", "A", "《", "é"];
        let spelt = |mut number: usize, most: u32| {
            let mut word = String::new();
            for _ in 0..most {
                word.push_str(letters[number % letters.len()]);
                number /= letters.len();
            }
            word
        };
        let words: Vec<String> =
            [(1, 1), (3, 2), (7, 2), (7, 3), (16, 3), (43, 4), (250, 4), (900, 5), (1_291, 6), (1, 4)]
                .map(|(number, most)| spelt(number, most))
                .into();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).expect("few words");
        let dictionary = Dictionary::new(&words);
        let mut any = 0;
        for number in 0..letters.len().pow(6) {
            let text = spelt(number, 6);
            let expected = automaton.find_iter(&text).map(|found| Found {
                start: found.start(),
                end: found.end(),
                word: found.pattern().as_usize(),
            });
            let found: Vec<Found> = dictionary.find_iter(&text).collect();
            assert!(expected.eq(found.iter().copied()), "{text}");
            any += found.len();
        }
        assert!(any > 10_000);
        assert_eq!(dictionary.find_iter("").next(), None);
    }
}
