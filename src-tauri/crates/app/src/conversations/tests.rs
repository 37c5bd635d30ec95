//! Conversations on disk: what persists, and what can be undone.

use super::*;
use crate::stored::Source;
use crate::wire::Speaker;

fn said(text: &str) -> Said {
    Said {
        text: text.to_owned(),
        source: Source::Demo,
        incomplete: false,
    }
}

fn talk(conversations: &Conversations, id: u32, lines: [&str; 2], instead_of: Option<u32>) {
    let [text, answer] = lines;
    let to = conversations.say(id, text, instead_of, 9).unwrap();
    conversations.answer(id, to, said(answer), 9).unwrap();
}

fn lines(conversation: &Conversation) -> Vec<&str> {
    conversation
        .lines
        .iter()
        .map(|line| line.text.as_str())
        .collect()
}

#[test]
fn a_conversation_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let opening = vec![Opening {
        speaker: Speaker::Partner,
        text: "这个产品保本吗？".to_owned(),
    }];
    let id = conversations
        .begin("", Some("retired".to_owned()), opening, 1)
        .unwrap()
        .id;
    let to = conversations.say(id, "不保本。", None, 2).unwrap();
    conversations.answer(id, to, said(" \n"), 4).unwrap();
    conversations
        .answer(id, to, said("**那**风险呢？"), 3)
        .unwrap();
    conversations
        .rename(id, "退休\u{61c}\u{200b}\u{3164}\u{feff}夫妇\u{fe0f}")
        .unwrap();
    let again = Conversations::new(folder.path());
    let shown = again.open(id).unwrap();
    assert_eq!(
        lines(&shown),
        ["这个产品保本吗？", "不保本。", "**那**风险呢？"]
    );
    assert!(
        shown.lines[2]
            .blocks
            .concat()
            .contains("<strong>那</strong>")
    );
    let names = again.names().unwrap();
    assert_eq!(
        (names[0].title.as_str(), names[0].beginning.as_str()),
        ("退休夫妇", "不保本。")
    );
    assert_eq!((names[0].lines, names[0].changed_at), (3, 3));
}

#[test]
fn what_is_said_instead_takes_the_rest_away_and_undo_brings_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let id = conversations.begin("", None, vec![], 1).unwrap().id;
    talk(&conversations, id, ["甲", "乙"], None);
    talk(&conversations, id, ["丙", "丁"], None);
    talk(&conversations, id, ["改", "新"], Some(2));
    let shown = conversations.open(id).unwrap();
    assert_eq!(lines(&shown), ["甲", "乙", "改", "新"]);
    assert!(shown.can_undo);
    let shown = conversations.undo(id).unwrap();
    assert_eq!(lines(&shown), ["甲", "乙", "丙", "丁"]);
    let shown = conversations.undo(id).unwrap();
    assert_eq!(lines(&shown), ["甲", "乙", "改", "新"], "nothing is lost");
    let refused = conversations.say(id, "x", Some(7), 9).unwrap_err();
    assert_eq!(refused.code, "line_unknown");
}

#[test]
fn the_last_30_lines_are_sent_along() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let id = conversations.begin("", None, vec![], 1).unwrap().id;
    for n in 0..20 {
        talk(
            &conversations,
            id,
            [&format!("问{n}"), &format!("答{n}")],
            None,
        );
    }
    let history = conversations.history(id, None).unwrap();
    assert_eq!(history.len(), 30);
    assert_eq!(history[0].content, "问5");
    assert_eq!(history[29].content, "答19");
    let history = conversations.history(id, Some(2)).unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(conversations.typed(id).unwrap().lines().count(), 20);
}

#[test]
fn a_deleted_conversation_can_be_brought_back_until_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let first = conversations.begin("一", None, vec![], 1).unwrap().id;
    conversations.begin("二", None, vec![], 2).unwrap();
    let left = conversations.delete(first).unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(
        conversations.open(first).unwrap_err().code,
        "conversation_unknown"
    );
    assert_eq!(conversations.restore(first).unwrap().len(), 2);
    conversations.delete(first).unwrap();
    let again = Conversations::new(folder.path());
    assert_eq!(again.names().unwrap().len(), 1);
    assert_eq!(
        again.restore(first).unwrap_err().code,
        "conversation_unknown"
    );
}

#[test]
fn a_new_conversation_never_takes_the_place_of_a_file_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    fs::create_dir_all(&conversations.folder).unwrap();
    let transcript = Transcript::begin("最后", None, vec![], 1);
    let last = conversations.path(u32::MAX);
    fs::write(&last, serde_json::to_vec(&transcript).unwrap()).unwrap();
    // File names that are not a canonical number, and one created between the look and the write.
    for name in ["+7.json", "007.json", "4294967296.json", "0.json.json"] {
        fs::write(conversations.folder.join(name), "{}").unwrap();
    }
    conversations.names().unwrap();
    fs::write(conversations.path(2), "of another process").unwrap();
    let begun: Vec<u32> = (0..3)
        .map(|n| {
            conversations
                .begin(&format!("{n}"), None, vec![], 2)
                .unwrap()
                .id
        })
        .collect();
    assert_eq!(begun, [1, 3, 4]);
    assert_eq!(
        fs::read(conversations.path(2)).unwrap(),
        b"of another process"
    );
    assert_eq!(conversations.open(u32::MAX).unwrap().title, "最后");
    fs::remove_file(conversations.path(2)).unwrap();
    let again = Conversations::new(folder.path());
    assert_eq!(again.names().unwrap().len(), 4);
    assert_eq!(again.open(1).unwrap().title, "0");
}

#[test]
fn a_restored_conversation_never_takes_the_place_of_a_file_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let id = conversations.begin("一", None, vec![], 1).unwrap().id;
    conversations.delete(id).unwrap();
    fs::write(conversations.path(id), "of another process").unwrap();
    assert_eq!(conversations.restore(id).unwrap_err().code, "save_failed");
    assert_eq!(
        fs::read(conversations.path(id)).unwrap(),
        b"of another process"
    );
}

#[test]
fn an_answer_to_a_line_that_was_taken_away_meanwhile_is_not_put_below_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let id = conversations.begin("", None, vec![], 1).unwrap().id;
    conversations.say(id, "甲", None, 2).unwrap();
    let to = conversations.say(id, "改", Some(0), 3).unwrap();
    conversations.undo(id).unwrap();
    conversations.answer(id, to, said("答改"), 4).unwrap();
    assert_eq!(lines(&conversations.open(id).unwrap()), ["甲"]);
}

#[test]
fn a_conversation_deleted_while_it_is_answered_comes_back_with_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let id = conversations.begin("", None, vec![], 1).unwrap().id;
    let to = conversations.say(id, "甲", None, 2).unwrap();
    conversations.delete(id).unwrap();
    conversations.answer(id, to, said("乙"), 3).unwrap();
    assert!(conversations.names().unwrap().is_empty());
    conversations.restore(id).unwrap();
    assert_eq!(lines(&conversations.open(id).unwrap()), ["甲", "乙"]);
}

#[test]
fn what_was_typed_is_audited_as_far_as_one_audit_goes() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let opening = vec![Opening {
        speaker: Speaker::Adviser,
        text: "请你扮演一位客户。".to_owned(),
    }];
    let id = conversations.begin("", None, opening, 1).unwrap().id;
    let nothing = conversations.typed(id).unwrap_err();
    assert_eq!(nothing.code, "lines_none");
    conversations.say(id, " 甲 ", None, 2).unwrap();
    conversations.say(id, "乙", None, 3).unwrap();
    assert_eq!(conversations.typed(id).unwrap(), "甲\n乙");
    conversations.say(id, &"长".repeat(9_998), None, 4).unwrap();
    let long = conversations.typed(id).unwrap_err();
    assert_eq!(
        (long.code.as_str(), long.params),
        (
            "lines_too_long",
            json!({ "limit": 10_000, "actual": 10_002 })
        )
    );
}

#[test]
fn an_answer_that_can_not_be_written_is_shown_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let id = conversations.begin("", None, vec![], 1).unwrap().id;
    let to = conversations.say(id, "甲", None, 2).unwrap();
    fs::remove_dir_all(&conversations.folder).unwrap();
    fs::write(&conversations.folder, "a file in the place of the folder").unwrap();
    let problem = conversations.answer(id, to, said("乙"), 3).unwrap_err();
    assert_eq!(problem.code, "save_failed");
    assert_eq!(lines(&conversations.open(id).unwrap()), ["甲", "乙"]);
}

#[test]
fn a_huge_answer_is_kept_up_to_a_bound_and_marked() {
    let folder = tempfile::tempdir().unwrap();
    let conversations = Conversations::new(folder.path());
    let id = conversations.begin("", None, vec![], 1).unwrap().id;
    talk(&conversations, id, ["甲", &"长".repeat(100_000)], None);
    let shown = conversations.open(id).unwrap();
    assert_eq!(shown.lines[1].text.len(), 199_998);
    assert!(shown.lines[1].incomplete);
}
