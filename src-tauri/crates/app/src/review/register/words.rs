//! The words of the register, in the language of the window.

use records::statement::{Comparison, Conclusion, ReviewState};

use crate::wire::ReviewStatistics;

const HOUR_MS: f64 = 3_600_000.0;

/// Chooses words by language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// English, not Chinese.
    pub english: bool,
}

impl Words {
    /// One of both.
    pub fn say(self, zh: &str, en: &str) -> String {
        if self.english { en } else { zh }.to_owned()
    }

    /// Such as `2026-Q3`.
    pub fn period(self, name: &str) -> String {
        match name {
            "" => self.say("全部", "All time"),
            name => name.to_owned(),
        }
    }

    /// The name of a group.
    pub fn group(self, name: &str) -> String {
        match name {
            "" => self.say("（未填）", "(not given)"),
            name => visible_text::strip_invisible(name),
        }
    }

    /// The state of a review.
    pub fn state(self, state: ReviewState) -> String {
        match state {
            ReviewState::Open => self.say("待审查", "Open"),
            ReviewState::Reviewed => self.say("已签署", "Signed"),
            ReviewState::Approved => self.say("已审批", "Approved"),
            ReviewState::Returned => self.say("已退回", "Returned"),
            ReviewState::Archived => self.say("已归档", "Archived"),
        }
    }

    /// The conclusion of a review.
    pub fn conclusion(self, conclusion: Conclusion) -> String {
        match conclusion {
            Conclusion::Pass => self.say("通过", "Pass"),
            Conclusion::PassAfterChanges => self.say("修改后通过", "Pass after changes"),
            Conclusion::Refused => self.say("不通过", "Refused"),
        }
    }

    /// The result of a comparison.
    pub fn outcome(self, outcome: Comparison) -> String {
        match outcome {
            Comparison::Identical => self.say("文件一致", "Same file"),
            Comparison::SamePicture => self.say("画面一致", "Same picture"),
            Comparison::Cropped => self.say("有裁剪", "Cropped"),
            Comparison::Framed => self.say("截图内一致", "Unaltered within a screenshot"),
            Comparison::Altered => self.say("有改动", "Altered"),
            Comparison::Other => self.say("不是同一材料", "Another picture"),
        }
    }

    /// A duration in hours or, from two days, in days.
    pub fn duration(self, ms: u64) -> String {
        let hours = hours(ms);
        if hours < 48.0 {
            return format!("{hours:.1} {}", self.say("小时", "h"));
        }
        format!("{:.1} {}", hours / 24.0, self.say("天", "days"))
    }

    /// A note on records left out of the figures; empty if there are none.
    pub fn left_out(self, statistics: &ReviewStatistics) -> Vec<String> {
        let ReviewStatistics { demo, damaged, .. } = statistics;
        let mut said = Vec::new();
        if *demo > 0 {
            said.push(self.say(
                &format!("未计入演示数据 {demo} 份。"),
                &format!("Demo reviews, not counted: {demo}."),
            ));
        }
        if *damaged > 0 {
            said.push(self.say(
                &format!("未计入与证据链不符的记录 {damaged} 条。"),
                &format!("Records that don't match the evidence chain, not counted: {damaged}."),
            ));
        }
        said
    }

    /// The definitions of the figures.
    pub fn notes(self) -> Vec<String> {
        let notes = [
            (
                "一条有审查草稿或已签署审查的审核记录，计为一份送审。",
                "Each audit record with a draft or a signed review is one submission.",
            ),
            (
                "统计日期：已签署的，按现行审查意见的签署日；未签署或退回后未重签的，按审核结束日。",
                "Date: the day of the signature in force; for an open or returned review, the day on which its audit ended.",
            ),
            (
                "一次通过：首个版本的首次签署结论为“通过”，且未被退回。一次通过率以有现行结论的送审为分母。",
                "Passed at first: the first signed review of the first version concluded with “pass” and was never returned. The rate is of those with a conclusion in force.",
            ),
            (
                "采纳率：采纳与改判之和占已决定问题的比例；只计现行审查意见中的问题。",
                "Adoption rate: findings adopted or changed, of all findings decided by the reviews in force.",
            ),
            (
                "用时：从审核结束到现行审查意见签署，含退回后重审的时间。",
                "Time to decide: from the end of the audit to the signature in force, work after a return included.",
            ),
            (
                "逾期未决：尚无现行结论，且拟投放日期已过；请核实是否已经上线。",
                "Overdue: no conclusion in force, and the planned date is past. Find out whether it was published.",
            ),
            (
                "上线与审定不一致：至少一次上线比对的结果为“有改动”或“不是同一材料”。",
                "Published differently: at least one comparison found it altered, or another picture.",
            ),
            (
                "未经审定上线：比对上线版本时，审查尚未审批或归档，或结论为“不通过”。",
                "Published without approval: at the time of a comparison the review was neither approved nor archived, or it had been refused.",
            ),
            (
                "整改事项只统计期限；程序不记录整改是否完成。",
                "Rectification: only deadlines are counted. The app does not record whether an item was done.",
            ),
        ];
        notes.map(|(zh, en)| self.say(zh, en)).to_vec()
    }
}

/// Milliseconds in hours.
pub fn hours(ms: u64) -> f64 {
    ms as f64 / HOUR_MS
}
