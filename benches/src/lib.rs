//! Workloads of the benchmarks: a report as a model writes it, whole and in pieces, and records by the thousand.

pub mod chance;
pub mod made;
pub mod phrases;
pub mod pictures;
pub mod window;

/// Sections of the report, used in rotation.
const SECTIONS: [&str; 4] = [
    "## 审核发现\n\n送审文案中的“不查征信”“利息全网最低”属于对借款条件作出的绝对化表述，可能使金融消费者对产品产生误解。\
     建议以年化利率区间列示，并注明计算口径与适用条件，风险提示与正文字号一致。\n\n",
    "| 级别 | 原文 | 依据 | 建议 |\n| --- | --- | --- | --- |\n| 高 | 不查征信 | 《广告法》第二十八条 | 删除 |\n\
     | 高 | 全网最低 | 《广告法》第九条 | 改为利率区间 |\n| 中 | 当天到账 | 《广告法》第八条 | 补充适用条件 |\n\n",
    "1. **整改事项**：删除“保本”“无风险”等承诺。\n2. **责任部门**：零售信贷部。\n3. **时限**：发布之前。\n\n\
     - 复核 `贷款有风险，借款需谨慎` 是否与正文同样醒目\n- 复核落地页与海报的说法是否一致\n\n",
    "### Overall assessment\n\nThe copy promises *same-day* money without saying under which conditions. State who is eligible, the \
     yearly rate and the fees; see the [advertising law](https://example.com/law).\n\n> 本段为提示，不构成法律意见。\n\n",
];

/// A report in Markdown of at least `bytes` bytes.
pub fn report_of(bytes: usize) -> String {
    let mut report = String::from("# 金融消费者权益保护审核报告\n\n");
    for section in SECTIONS.iter().cycle() {
        if report.len() >= bytes {
            break;
        }
        report.push_str(section);
    }
    report
}

/// Splits the text into `count` pieces of about the same size.
pub fn pieces(text: &str, count: usize) -> Vec<&str> {
    let mut rest = text;
    let mut pieces = Vec::with_capacity(count);
    for left in (1..=count).rev() {
        let at = rest.floor_char_boundary(rest.len() / left);
        let (piece, after) = rest.split_at(if left == 1 { rest.len() } else { at });
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// A piece of text as the service sends it: a server-sent event.
pub fn event(piece: &str) -> String {
    let text = serde_json::json!({ "event": "message", "session_id": "s-1", "step_id": "write", "data": { "text": [piece] } });
    format!("data: {text}\n\n")
}
