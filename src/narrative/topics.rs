//! Lists of topics and of columns (公开涵盖惠民补贴、土地征收等内容的信息; 主页学校公告、媒体聚焦等栏目): what stands in them is
//! done by nobody, and is no place.
//!
//! A word and the words before it come in; whether it stands in such a list goes out. [`super::field`] asks.

use super::frame::{BREAKS, Reader};
use super::lexicon::Token;

/// What is named in a list behind 等 where its members are parts of a site.
const COLUMNS: [&str; 5] = ["栏目", "专栏", "板块", "版块", "频道"];

/// What begins a list of topics, and its longest, in characters.
const TOPIC_LIST: usize = 40;
const TOPICS: [&str; 7] = ["涉及", "涵盖", "有关", "关于", "包括", "包含", "了涉及"];

impl Reader<'_> {
    /// Whether a word behind others stands in a list of topics, which begins behind a verb of publishing and ends before a place.
    pub(super) fn in_topics(&self, before: &[Token], token: &Token, to: usize) -> bool {
        let listed = self.listed_kind(token, to);
        let verb = || before.iter().rfind(|token| self.known.published(token.set));
        listed && verb().is_some_and(|verb| self.opens_topics(verb.end, token.start))
    }

    /// Whether a word stands in a list that ends in 等.
    pub(super) fn listed_kind(&self, token: &Token, to: usize) -> bool {
        let behind = self.text.running.text[token.end..to].chars().take(TOPIC_LIST);
        behind.into_iter().find(|c| *c == '等' || BREAKS.contains(c)) == Some('等')
    }

    /// Whether what it was about follows upon a verb.
    pub(super) fn opens_topics(&self, verb: usize, to: usize) -> bool {
        let lead = &self.text.running.text[verb..to];
        TOPICS.iter().any(|word| lead.starts_with(word))
    }

    /// Whether a word stands in a list of columns that ends before a place.
    pub(super) fn in_columns(&self, token: &Token, to: usize) -> bool {
        let behind = self.text.slice(token.end, to);
        let end = behind.find('等').filter(|&end| !behind[..end].contains(BREAKS));
        let listed = self.text.running.text[..token.start].ends_with('、');
        listed && end.is_some_and(|end| COLUMNS.iter().any(|name| behind[end + '等'.len_utf8()..].starts_with(name)))
    }
}
