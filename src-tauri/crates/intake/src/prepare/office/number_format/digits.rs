//! Numbers in digits: rounding, grouping, percentages, exponents.

use super::Token;

/// Significant digits that spreadsheets keep.
const SIGNIFICANT: usize = 15;

/// Writes a number; `None` for fractions.
pub(super) fn written(tokens: &[Token], number: f64) -> Option<String> {
    if tokens.contains(&Token::Slash) && tokens.iter().any(|t| matches!(t, Token::Digit(_))) {
        return None;
    }
    let mut out = String::new();
    let decimal = Decimal::of(number);
    let body = match tokens
        .iter()
        .any(|token| matches!(token, Token::Exponent(_)))
    {
        true => scientific(tokens, &decimal),
        false => plain(tokens, &decimal),
    };
    let is_nothing = !body.contains(|c: char| c.is_ascii_digit() && c != '0');
    if number < 0.0 && !is_nothing {
        out.push('-');
    }
    out.push_str(&body);
    Some(out)
}

/// A number without a format.
pub(super) fn general(number: &Decimal) -> String {
    let exponent = number.exponent;
    if number.digits.iter().all(|digit| *digit == 0) {
        return "0".to_owned();
    }
    if !(-4..=10).contains(&exponent) {
        let scaled = Decimal {
            digits: number.digits.clone(),
            exponent: 0,
        };
        let (whole, part) = scaled.rounded(5);
        let part = part.trim_end_matches('0');
        let point = if part.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{whole}{point}{part}E{sign}{:02}", exponent.abs());
    }
    let decimals = usize::try_from(9 - exponent.max(0)).unwrap_or(0);
    let (whole, part) = number.rounded(decimals);
    match part.trim_end_matches('0') {
        "" => whole,
        part => format!("{whole}.{part}"),
    }
}

fn plain(tokens: &[Token], decimal: &Decimal) -> String {
    let is_digit = |token: &Token| matches!(token, Token::Digit(_));
    let point = tokens.iter().position(|token| *token == Token::Point);
    let split = point.unwrap_or(tokens.len());
    let (whole, part) = tokens.split_at_checked(split).unwrap_or((tokens, &[]));
    let last = whole.iter().rposition(is_digit);
    // Commas after the last placeholder of either part divide by a thousand each.
    let thousands = match last {
        Some(_) => commas_at_end(whole).saturating_add(commas_at_end(part)),
        None => 0,
    };
    let first = whole.iter().position(is_digit);
    let grouped = whole.iter().enumerate().any(|(at, token)| {
        *token == Token::Comma
            && first.is_some_and(|first| at > first)
            && last.is_some_and(|last| at < last)
    });
    let percents = tokens
        .iter()
        .filter(|token| **token == Token::Percent)
        .count();
    let decimals = part.iter().filter(|token| is_digit(token)).count();
    let shift =
        i32::try_from(percents * 2).unwrap_or(0) - i32::try_from(thousands * 3).unwrap_or(0);
    let scaled = Decimal {
        digits: decimal.digits.clone(),
        exponent: decimal.exponent.saturating_add(shift),
    };
    let (digits, fraction) = scaled.rounded(decimals);
    let mut out = whole_part(whole, &digits, grouped, &scaled);
    out.push_str(&fraction_part(part, &fraction));
    out
}

/// Number of commas after the last placeholder.
fn commas_at_end(tokens: &[Token]) -> usize {
    let after = tokens.iter().rev();
    let after = after.take_while(|token| !matches!(token, Token::Digit(_)));
    after.filter(|token| **token == Token::Comma).count()
}

/// Integer digits in their placeholders, from the right; the first takes all that is left.
fn whole_part(tokens: &[Token], digits: &str, grouped: bool, number: &Decimal) -> String {
    let first = tokens
        .iter()
        .position(|token| matches!(token, Token::Digit(_)));
    let mut left: Vec<char> = match digits {
        "0" => Vec::new(),
        _ => digits.chars().collect(),
    };
    let mut backwards: Vec<String> = Vec::new();
    let mut written = 0_usize;
    let mut put = |character: char, backwards: &mut Vec<String>| {
        if grouped && written > 0 && written.is_multiple_of(3) {
            backwards.push(",".to_owned());
        }
        written += 1;
        backwards.push(character.to_string());
    };
    for (at, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Digit(kind) => {
                match (left.pop(), kind) {
                    (Some(digit), _) => put(digit, &mut backwards),
                    (None, '0') => put('0', &mut backwards),
                    (None, _) => {}
                }
                while Some(at) == first {
                    match left.pop() {
                        Some(digit) => put(digit, &mut backwards),
                        None => break,
                    }
                }
            }
            Token::Literal(text) => backwards.push(text.clone()),
            Token::Percent => backwards.push("%".to_owned()),
            Token::Slash => backwards.push("/".to_owned()),
            Token::General | Token::Text => backwards.push(general(number)),
            _ => {}
        }
    }
    backwards.reverse();
    backwards.concat()
}

fn fraction_part(tokens: &[Token], fraction: &str) -> String {
    let mut digits = fraction.chars();
    // Placeholders that show no zeros at the end.
    let shown = {
        let kinds = tokens.iter().filter_map(|token| match token {
            Token::Digit(kind) => Some(*kind),
            _ => None,
        });
        let pairs: Vec<(char, char)> = kinds.zip(fraction.chars()).collect();
        pairs
            .iter()
            .rposition(|(kind, digit)| *kind == '0' || *digit != '0')
            .map_or(0, |at| at + 1)
    };
    let mut at = 0;
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Point => out.push('.'),
            Token::Digit(_) => {
                let digit = digits.next().unwrap_or('0');
                if at < shown {
                    out.push(digit);
                }
                at += 1;
            }
            Token::Literal(text) => out.push_str(text),
            Token::Percent => out.push('%'),
            Token::Slash => out.push('/'),
            _ => {}
        }
    }
    out
}

fn scientific(tokens: &[Token], decimal: &Decimal) -> String {
    let at = tokens
        .iter()
        .position(|token| matches!(token, Token::Exponent(_)));
    let (mantissa, power) = tokens
        .split_at_checked(at.unwrap_or(0))
        .unwrap_or((tokens, &[]));
    let plus = matches!(power.first(), Some(Token::Exponent(true)));
    let is_nothing = decimal.digits.iter().all(|digit| *digit == 0);
    let mut exponent = if is_nothing { 0 } else { decimal.exponent };
    let scaled = |exponent: i32| Decimal {
        digits: decimal.digits.clone(),
        exponent: decimal.exponent.saturating_sub(exponent),
    };
    let decimals = mantissa
        .iter()
        .skip_while(|token| **token != Token::Point)
        .filter(|token| matches!(token, Token::Digit(_)))
        .count();
    // 9.99 may round up to 10.0.
    if scaled(exponent).rounded(decimals).0.len() > 1 {
        exponent = exponent.saturating_add(1);
    }
    let mut out = plain(mantissa, &scaled(exponent));
    let width = power
        .iter()
        .filter(|token| matches!(token, Token::Digit(_)))
        .count();
    let sign = match (exponent < 0, plus) {
        (true, _) => "-",
        (false, true) => "+",
        (false, false) => "",
    };
    out.push_str(&format!(
        "E{sign}{:0width$}",
        exponent.abs(),
        width = width.min(10)
    ));
    out
}

/// A number without its sign, in decimal digits.
#[derive(Debug)]
pub(super) struct Decimal {
    /// Digits, the first of which is not 0 unless the number is.
    digits: Vec<u32>,
    /// Power of ten of the first digit.
    exponent: i32,
}

impl Decimal {
    pub(super) fn of(number: f64) -> Self {
        let text = format!("{:.*e}", SIGNIFICANT - 1, number.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        Self {
            digits: mantissa.chars().filter_map(|c| c.to_digit(10)).collect(),
            exponent: exponent.parse().unwrap_or(0),
        }
    }

    /// Integer digits and this number of decimals, rounded half up.
    fn rounded(&self, decimals: usize) -> (String, String) {
        let before = usize::try_from(self.exponent.saturating_add(1)).unwrap_or(0);
        let zeros = usize::try_from(self.exponent.saturating_add(1).saturating_neg()).unwrap_or(0);
        let zeros = zeros.min(decimals + 1);
        let all = std::iter::repeat_n(0, zeros).chain(self.digits.iter().copied());
        let kept = before.saturating_add(decimals);
        let mut digits: Vec<u32> = all.chain(std::iter::repeat(0)).take(kept + 1).collect();
        let mut carry = digits.pop().is_some_and(|next| next >= 5);
        for digit in digits.iter_mut().rev() {
            if !carry {
                break;
            }
            carry = *digit == 9;
            *digit = if carry { 0 } else { *digit + 1 };
        }
        let mut whole = digits;
        let part = whole.split_off(before.min(whole.len()));
        if carry {
            whole.insert(0, 1);
        }
        let text = |digits: &[u32]| -> String {
            digits
                .iter()
                .filter_map(|digit| char::from_digit(*digit, 10))
                .collect()
        };
        let whole = match text(&whole).trim_start_matches('0') {
            "" => "0".to_owned(),
            digits => digits.to_owned(),
        };
        (whole, text(&part))
    }
}
