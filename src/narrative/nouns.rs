//! What the words before a noun make of it: a kind, a field, all of it, or a name that says nothing.

use super::field::{Field, KINDS};
use super::frame::Reader;
use super::lexicon::{Set, Token};

impl Reader<'_> {
    /// 发布行政处罚结果等各类信息: one kind or two are not all kinds.
    pub(super) fn one_kind(&self, before: &str) -> bool {
        let lead = ["各类", "相关", "有关"].iter().find_map(|word| before.strip_suffix(word));
        let Some(list) = lead.and_then(|lead| lead.strip_suffix('等')) else { return false };
        let ways = || list.ends_with(['台', '道', '体', '网', '栏', '号', '博', '信', '端', '报', '视']);
        list.matches('、').count() < KINDS && !ways()
    }

    /// 生态环境领域相关信息, 文化和旅游信息: nothing but fields, and what joins them, stands between the verb and the noun.
    pub(super) fn of_fields(&self, from: usize, at: usize) -> bool {
        let grammar = self.lexicon.grammar;
        let (mut rest, mut fields) = (self.text.slice(from, at), 0);
        while let Some((word, field)) = grammar
            .field
            .ending(rest)
            .map(|word| (word, 1))
            .or_else(|| grammar.field_of.ending(rest).map(|word| (word, 0)))
        {
            rest = &rest[..rest.len() - word.len()];
            fields += field;
        }
        let end = from + rest.len();
        let verb = |word: &Token| word.end == end && (self.known.published(word.set) || word.set.any(self.known.every));
        fields > 0 && (rest.is_empty() || self.text.words_in(from, end).last().is_some_and(verb))
    }

    /// 官方微博发布测绘类信息2800条, 微信公众号发布党建及业务信息215条: an account posts what it likes.
    pub(super) fn posts(&self, field: &Field, lead: &str) -> bool {
        let known = self.known;
        let channels = if field.channels.is_empty() { self.carried_channels() } else { field.channels };
        let several = lead.contains(['、', '及', '和']) || lead.contains("各类");
        let kinds = lead.ends_with("类") || field.verbs.any(known.publish) && several;
        kinds && [known.wechat, known.weibo].contains(&channels)
    }

    /// What may stand right before 信息 or 申请 and make no kind of it.
    pub(super) fn plain_before(&self, nouns: Set) -> Set {
        let known = self.known;
        // 批准和实施信息: what is done about a thing makes it a kind, but for what is done with information.
        let mut plain = self.lexicon.verbs;
        if nouns.any(known.thing) {
            plain = known.proactive;
            [known.publish, known.make, known.receive, known.increase, known.compose, known.host]
                .iter()
                .for_each(|&set| plain.join(set));
        }
        for set in [
            self.lexicon.channels,
            known.neutral,
            known.total,
            known.now,
            known.info,
            known.piece,
            known.submit,
            known.disclosure,
            known.anyhow,
            known.part,
            known.negate,
            known.cause,
            known.last,
            known.next,
            known.past,
            known.plan,
            known.taken,
        ] {
            plain.join(set);
        }
        plain
    }

    pub(super) fn is_account(&self, token: &Token) -> bool {
        [self.known.wechat, self.known.weibo, self.known.video].iter().any(|&set| token.set.any(set))
    }

    /// 政策信息栏目中发布信息2745条: one column of several, by its name.
    pub(super) fn one_column(&self, column: &Token) -> bool {
        let behind = self.text.running.text[column.end..].strip_prefix(['中', '内']);
        behind.is_some_and(|behind| behind.starts_with('发') || behind.starts_with('公'))
            && self.text.slice(column.start, column.end) == "栏目"
            && self.text.running.text[..column.start]
                .chars()
                .next_back()
                .is_some_and(|c| c > '\u{4dff}' && !['各', '个', '等', '类', '级', '的'].contains(&c))
    }

    /// 处理“厅长信箱”网民留言218条: where they were left.
    pub(super) fn left_in(&self, letterbox: &Token, behind: &[Token]) -> bool {
        let known = self.known;
        let rest = self.text.running.text[letterbox.end..].strip_prefix('”');
        let message = |other: &Token| other.set.any(known.message) && !other.set.any(known.mailbox);
        rest.is_some_and(|rest| !(rest.starts_with("留言") && self.of_leader(letterbox))) && behind.iter().any(message)
    }

    /// “县长信箱”留言: letters to an official; those in the government's own are messages.
    pub(super) fn of_leader(&self, letterbox: &Token) -> bool {
        let name = self.text.slice(letterbox.start, letterbox.end);
        ["长", "书记", "领导", "主任"]
            .iter()
            .any(|leader| name.strip_suffix("信箱").is_some_and(|name| name.ends_with(leader)))
    }

    /// “法治县城”微信公众号171条, “河谷镇政务平台”微信公众号: what an account is called says nothing.
    pub(super) fn drop_names(&self, tokens: &mut Vec<Token>) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let name = if self.is_account(token) {
                self.text.slice(self.sentence.start, token.start).strip_suffix('”')
            } else {
                None
            };
            if let Some(open) = name.and_then(|name| name.rfind('“')) {
                let open = self.sentence.start + open;
                let first = tokens[..at].partition_point(|word| word.start < open);
                tokens.drain(first..at);
                at = first;
            }
            at += 1;
        }
    }
}
