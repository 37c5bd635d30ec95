//! Tells a claim from its denial, from a warning against it, from a question and from a quotation of the law.

use crate::pack::Test;
use crate::rule::KnownGroups;
use crate::scan::Scan;
use crate::span::Span;

/// How far a word such as 不承诺 reaches within its clause, in characters.
const REACH: usize = 22;
/// How far a word such as 没有 reaches.
const NEAR: usize = 4;
/// The longest title between 《 and 》, in characters.
const TITLE: usize = 200;
/// Characters that deny what comes right behind them.
const PREFIXES: &[char] = &['不', '非', '未', '无', '勿', '莫'];
/// What ends in one of these without being a denial: 除非保本, 无非, 是不是.
const NO_PREFIX: &[&str] = &[
    "除非", "莫非", "无非", "岂不", "何不", "若非", "绝无", "从不", "永不",
];

/// Whether one of the tests clears the words at `hit`.
pub(crate) fn is_cleared(scan: &Scan<'_>, groups: &KnownGroups, tests: &[Test], hit: Span) -> bool {
    let place = Surroundings::new(scan, groups, hit);
    tests.iter().any(|test| match test {
        Test::Denied => place.is_denied(),
        Test::Warned => place.is_warned(),
        Test::Asked => place.is_asked(),
        Test::Quoted => place.is_quoted(),
    })
}

struct Surroundings<'a, 's> {
    scan: &'a Scan<'s>,
    groups: &'a KnownGroups,
    hit: Span,
    clause: (usize, usize),
    sentence: (usize, usize),
    block: (usize, usize),
}

impl<'a, 's> Surroundings<'a, 's> {
    fn new(scan: &'a Scan<'s>, groups: &'a KnownGroups, hit: Span) -> Self {
        let folded = scan.folded;
        Self {
            scan,
            groups,
            hit,
            clause: folded.clauses.over(hit.start, hit.end),
            sentence: folded.sentences.over(hit.start, hit.end),
            block: folded.blocks.over(hit.start, hit.end),
        }
    }

    fn is_denied(&self) -> bool {
        self.has_prefix()
            || self.is_denied_before(self.groups.denial, REACH, self.clause.0)
            || self.is_denied_before(self.groups.denial_near, NEAR, self.clause.0)
            || self.is_denied_before(self.groups.forbid, usize::MAX, self.sentence.0)
            || self
                .scan
                .has_word(self.groups.forbid, self.hit.start, self.hit.end)
            || self.is_listed_after_denial()
            || self.is_denied_behind()
    }

    /// 不保本, 非保本; but not 除非保本.
    fn has_prefix(&self) -> bool {
        let Some(before) = self.hit.start.checked_sub(1) else {
            return false;
        };
        if before < self.clause.0
            || !self
                .scan
                .folded
                .char(before)
                .is_some_and(|c| PREFIXES.contains(&c))
        {
            return false;
        }
        let word = self
            .scan
            .folded
            .string(before.saturating_sub(1), self.hit.start);
        !NO_PREFIX.contains(&word.as_str()) && !self.is_denied_twice(self.clause.0, before)
    }

    /// A denial in front, at most `reach` characters away, that is not denied itself.
    fn is_denied_before(&self, set: usize, reach: usize, from: usize) -> bool {
        let earliest = from.max(self.hit.start.saturating_sub(reach.saturating_add(8)));
        self.scan
            .words_from(set, earliest, self.hit.start)
            .any(|word| {
                word.end <= self.hit.start
                    && self.hit.start - word.end <= reach
                    && !self.is_denied_twice(word.start.saturating_sub(3).max(from), word.end + 2)
            })
    }

    /// 不得不, 不能不, 无不: the denial is none.
    fn is_denied_twice(&self, start: usize, end: usize) -> bool {
        self.scan
            .has_word(self.groups.undenial, start, end.min(self.hit.start + 1))
    }

    /// 不承诺收益,也不保本,零风险: the clauses of an enumeration share a denial if only listed words stand between.
    fn is_listed_after_denial(&self) -> bool {
        let folded = self.scan.folded;
        let Some(comma) = self.clause.0.checked_sub(1) else {
            return false;
        };
        if comma < self.sentence.0 || folded.char(comma) != Some(',') {
            return false;
        }
        let Some(inside) = comma.checked_sub(1) else {
            return false;
        };
        let (start, end) = folded.clauses.around(inside);
        let joined = matches!(
            folded.char(self.clause.0),
            Some('或' | '也' | '亦' | '及' | '更')
        );
        joined
            && self.hit.start - self.clause.0 <= 3
            && self.scan.has_word(self.groups.denial, start, end)
    }

    /// 保本的说法不可信
    fn is_denied_behind(&self) -> bool {
        self.scan
            .has_word(self.groups.denial_behind, self.hit.end, self.clause.1)
            || self.scan.has_word(
                self.groups.denial_behind,
                self.hit.end,
                self.sentence.1.min(self.hit.end + 40),
            )
            || self
                .scan
                .words_from(self.groups.denial_next, self.hit.end, self.hit.end + 2)
                .any(|word| word.end <= self.clause.1)
    }

    fn is_warned(&self) -> bool {
        let warnings = |(start, end): (usize, usize)| {
            self.scan
                .words_from(self.groups.warning, start, end)
                .filter(|word| !word.overlaps(self.hit))
                .take(2)
                .count()
        };
        let speaks =
            |(start, end): (usize, usize)| self.scan.has_word(self.groups.speaker, start, end);
        if warnings(self.clause) > 0 && !speaks(self.clause) {
            return true;
        }
        if speaks(self.clause) {
            return false;
        }
        warnings(self.sentence) > 0 || (warnings(self.block) > 1 && !speaks(self.sentence))
    }

    /// 理财产品保本吗? 是否保本?
    fn is_asked(&self) -> bool {
        let wishes = self
            .scan
            .has_word(self.groups.wish, self.clause.0, self.hit.start);
        !wishes && self.is_question()
    }

    fn is_question(&self) -> bool {
        self.scan
            .has_word(self.groups.question, self.clause.0, self.hit.start)
            || self.scan.has_word(
                self.groups.question_behind,
                self.hit.end,
                (self.hit.end + 8).min(self.clause.1),
            )
    }

    /// 《……》规定……; 第九条……
    fn is_quoted(&self) -> bool {
        self.scan
            .has_word(self.groups.citation, self.sentence.0, self.sentence.1)
            && !self
                .scan
                .has_word(self.groups.speaker, self.clause.0, self.clause.1)
            || self.is_in_title()
    }

    /// Inside 《…》.
    fn is_in_title(&self) -> bool {
        let folded = self.scan.folded;
        let start = self.hit.start.saturating_sub(TITLE).max(self.sentence.0);
        let end = self.sentence.1.min(self.hit.end + TITLE);
        let before = folded.slice(start, self.hit.start);
        let open = before.iter().rposition(|c| *c == '《');
        let closed = before.iter().rposition(|c| *c == '》');
        open.is_some() && open > closed && folded.slice(self.hit.end, end).contains(&'》')
    }
}
