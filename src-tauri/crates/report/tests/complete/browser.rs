//! Parses HTML like a browser.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Content of a piece of HTML.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// The text, equal to `textContent`.
    pub(crate) text: String,
    /// Start tags with their attributes.
    pub(crate) tags: Vec<(String, Vec<(String, String)>)>,
    pub(crate) comments: usize,
}

impl Content {
    pub(crate) fn of(html: &str) -> Self {
        let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.content.into_inner()
    }

    /// The text between two UTF-16 offsets, as in a DOM range.
    pub(crate) fn range(&self, from: u32, to: u32) -> String {
        let units: Vec<u16> = self.text.encode_utf16().collect();
        let units = units.get(from as usize..to as usize).unwrap();
        String::from_utf16(units).unwrap()
    }

    /// Values of an attribute on all elements.
    pub(crate) fn attributes(&self, name: &str) -> Vec<&str> {
        let all = self.tags.iter().flat_map(|(_, attributes)| attributes);
        let named = all.filter(|(attribute, _)| attribute == name);
        named.map(|(_, value)| value.as_str()).collect()
    }
}

#[derive(Default)]
struct Sink {
    content: RefCell<Content>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut content = self.content.borrow_mut();
        match token {
            Token::CharacterTokens(text) => content.text.push_str(&text),
            Token::NullCharacterToken => panic!("a null character was written"),
            Token::CommentToken(_) => content.comments += 1,
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let attributes = tag.attrs.iter();
                let attributes = attributes.map(|attribute| {
                    (
                        attribute.name.local.to_string(),
                        attribute.value.to_string(),
                    )
                });
                content
                    .tags
                    .push((tag.name.to_string(), attributes.collect()));
                match &*tag.name {
                    "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    "title" => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
