//! Text in XML.

/// Adds text with everything escaped that XML reserves. Characters that XML forbids, such as most control characters, become
/// U+FFFD, so that a reader sees that something was there.
pub(super) fn escape(xml: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            // A parser would turn these into spaces in attributes, and a carriage return into a line feed anywhere.
            '\t' => xml.push_str("&#9;"),
            '\n' => xml.push_str("&#10;"),
            '\r' => xml.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            c => xml.push(c),
        }
    }
}

/// The escaped text.
pub(super) fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    escape(&mut xml, text);
    xml
}

/// Adds the elements of a run that show `text`: line ends become line breaks, tabulators stay.
pub(super) fn text_elements(xml: &mut String, text: &str) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            xml.push_str("<w:br/>");
        }
        for (at, words) in line.split('\t').enumerate() {
            if at > 0 {
                xml.push_str("<w:tab/>");
            }
            if !words.is_empty() {
                xml.push_str("<w:t xml:space=\"preserve\">");
                escape(xml, words);
                xml.push_str("</w:t>");
            }
        }
    }
}
