//! Finds the words of a vocabulary in a text, all of them, also those that overlap.
//!
//! A double-array trie over characters: from a state, the next one for a character stands at a fixed distance, so each step is
//! one look at memory. At most positions of a text no word goes on beyond the second character.

/// What follows a character of a word.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// Where the next states start.
    base: u32,
    /// The state before this one, plus one; 0 if the place is free.
    before: u32,
    /// The word that ends here, plus one; 0 for none.
    word: u32,
    /// The marks of the characters that go on from here. Most characters don't, and the marks say so without a look at their
    /// own state, which is seldom at hand.
    next: u32,
}

/// The bit of a class among the marks of a state.
const fn mark(class: u16) -> u32 {
    1 << (class % 32)
}

/// What starts at a character of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Start {
    /// The word that the character forms alone, plus one; 0 for none.
    pub(crate) letter: u32,
    /// Whether a word may go on with the next character; if not, none does.
    pub(crate) goes_on: bool,
}

/// Which pairs of characters start words, one bit for several pairs: few enough bits to stay at hand, and enough that few pairs are
/// mistaken for one that starts a word.
#[derive(Debug)]
struct Pairs(Vec<u64>);

impl Pairs {
    /// In words of 64 bits.
    const SIZE: usize = 1 << 11;

    const fn place(class: u16, next: u16) -> (usize, u32) {
        let bit = class as usize * 2_533 + next as usize;
        (bit / 64 % Self::SIZE, bit as u32 % 64)
    }

    fn add(&mut self, class: u16, next: u16) {
        let (word, bit) = Self::place(class, next);
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    #[inline]
    fn has(&self, class: u16, next: u16) -> bool {
        let (word, bit) = Self::place(class, next);
        self.0.get(word).copied().unwrap_or_default() >> bit & 1 != 0
    }
}

#[derive(Debug)]
pub(crate) struct Trie {
    /// The number of each character of the Basic Multilingual Plane that occurs in a word, from 1; 0 for all others.
    classes: Vec<u16>,
    /// The same for characters beyond it, by character.
    beyond: Vec<(char, u16)>,
    states: Vec<State>,
    pairs: Pairs,
}

/// A trie while it is built: the words that share a beginning.
struct Branch {
    state: usize,
    /// The words, sorted, and how many of their characters lead here.
    first: usize,
    last: usize,
    depth: usize,
}

impl Trie {
    /// No word may be empty.
    pub(crate) fn new(words: &[String]) -> Self {
        let mut trie = Self {
            classes: vec![0; 0x1_0000],
            beyond: Vec::new(),
            states: vec![State::default()],
            pairs: Pairs(vec![0; Pairs::SIZE]),
        };
        let mut classes = 0;
        let mut sorted: Vec<(Vec<u16>, u32)> = Vec::with_capacity(words.len());
        for (word, number) in words.iter().zip(1..) {
            let word = word
                .chars()
                .map(|c| trie.class_or_new(c, &mut classes))
                .collect::<Vec<u16>>();
            if let [first, second, ..] = *word {
                trie.pairs.add(first, second);
            }
            sorted.push((word, number));
        }
        sorted.sort_unstable();
        // The state behind a first character has the number of its class; no other state stands among them.
        trie.states
            .resize(usize::from(classes) + 1, State::default());
        let root = Branch {
            state: 0,
            first: 0,
            last: sorted.len(),
            depth: 0,
        };
        let mut branches = Vec::new();
        trie.place(&root, &sorted, &mut 1, &mut branches);
        // No place before this one is free.
        let mut full = trie.states.len();
        while let Some(branch) = branches.pop() {
            trie.place(&branch, &sorted, &mut full, &mut branches);
        }
        trie
    }

    fn class_or_new(&mut self, c: char, classes: &mut u16) -> u16 {
        let known = self.class(c);
        if known > 0 {
            return known;
        }
        *classes = classes.saturating_add(1);
        match self.classes.get_mut(c as usize) {
            Some(class) => *class = *classes,
            None => {
                let at = self.beyond.partition_point(|(other, _)| *other < c);
                self.beyond.insert(at, (c, *classes));
            }
        }
        *classes
    }

    fn class(&self, c: char) -> u16 {
        match self.classes.get(c as usize) {
            Some(class) => *class,
            None => self
                .beyond
                .binary_search_by_key(&c, |(other, _)| *other)
                .ok()
                .and_then(|at| self.beyond.get(at))
                .map_or(0, |(_, class)| *class),
        }
    }

    /// Finds room for the states that follow a branch, and lists them.
    fn place(
        &mut self,
        branch: &Branch,
        words: &[(Vec<u16>, u32)],
        full: &mut usize,
        branches: &mut Vec<Branch>,
    ) {
        let mut next: Vec<(usize, usize, usize)> = Vec::new();
        for at in branch.first..branch.last {
            let Some((word, number)) = words.get(at) else {
                continue;
            };
            match word.get(branch.depth) {
                Some(class) => match next.last_mut() {
                    Some((last, _, end)) if *last == usize::from(*class) => *end = at + 1,
                    _ => next.push((usize::from(*class), at, at + 1)),
                },
                None => {
                    if let Some(state) = self.states.get_mut(branch.state) {
                        state.word = *number;
                    }
                }
            }
        }
        let Some((smallest, ..)) = next.first() else {
            return;
        };
        let is_free =
            |states: &[State], at: usize| states.get(at).is_none_or(|state| state.before == 0);
        while !is_free(&self.states, *full) {
            *full += 1;
        }
        // A base may lie before the first state: only the places themselves must be free.
        let mut base = full.saturating_sub(*smallest);
        while next
            .iter()
            .any(|(class, ..)| base + class == 0 || !is_free(&self.states, base + class))
        {
            base += 1;
        }
        let mut marks = 0;
        for (class, first, last) in next {
            marks |= mark(class as u16);
            let at = base + class;
            if at >= self.states.len() {
                self.states.resize(at + 1, State::default());
            }
            if let Some(state) = self.states.get_mut(at) {
                state.before = number(branch.state) + 1;
            }
            branches.push(Branch {
                state: at,
                first,
                last,
                depth: branch.depth + 1,
            });
        }
        if let Some(state) = self.states.get_mut(branch.state) {
            state.base = number(base);
            state.next = marks;
        }
    }

    /// What the trie makes of each character of a text, and 0 behind the last.
    pub(crate) fn classes(&self, text: &[char]) -> Vec<u16> {
        let classes = text.iter().map(|c| self.class(*c));
        classes.chain([0]).collect()
    }

    /// What starts at each character of a text. Nothing foretells that, so it is told without a branch, and many looks at memory
    /// are under way at once.
    pub(crate) fn starts(&self, classes: &[u16]) -> Vec<Start> {
        let start = |pair: &[u16]| {
            let [class, next] = *pair else {
                return Start::default();
            };
            let state = self.state(u32::from(class));
            Start {
                letter: state.map_or(0, |state| state.word),
                goes_on: self.pairs.has(class, next),
            }
        };
        classes.windows(2).map(start).collect()
    }

    /// Calls `found` with each word of more than one character that starts a text and its length, the shortest first.
    #[inline]
    pub(crate) fn longer_words(&self, classes: &[u16], mut found: impl FnMut(u32, usize)) {
        let Some((first, rest)) = classes.split_first() else {
            return;
        };
        let mut at = u32::from(*first);
        let Some(mut state) = self.state(at).filter(|_| at > 0) else {
            return;
        };
        for (class, length) in rest.iter().zip(2..) {
            if state.next & mark(*class) == 0 {
                return;
            }
            let next = state.base + u32::from(*class);
            match self.state(next) {
                Some(behind) if behind.before == at + 1 => (at, state) = (next, behind),
                _ => return,
            }
            if state.word > 0 {
                found(state.word - 1, length);
            }
        }
    }

    #[inline]
    fn state(&self, at: u32) -> Option<&State> {
        self.states.get(at as usize)
    }
}

/// A place as the states keep it; there are never more than the words have characters.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls `found` with each word, where it starts and its length.
    fn words_of(trie: &Trie, text: &[char], mut found: impl FnMut(u32, usize, usize)) {
        let classes = trie.classes(text);
        for (at, start) in trie.starts(&classes).into_iter().enumerate() {
            if let Some(letter) = start.letter.checked_sub(1) {
                found(letter, at, 1);
            }
            if start.goes_on {
                trie.longer_words(&classes[at..], |word, length| found(word, at, length));
            }
        }
    }

    #[test]
    fn every_word_is_found_wherever_it_stands() {
        let words = ["保本", "保本保息", "本保", "息", "a", "𠮷祥"].map(str::to_owned);
        let text: Vec<char> = "保本保息a保𠮷祥本".chars().collect();
        let trie = Trie::new(&words);
        let mut found = Vec::new();
        words_of(&trie, &text, |word, start, length| {
            found.push((words[word as usize].as_str(), start, start + length));
        });
        assert_eq!(
            found,
            [
                ("保本", 0, 2),
                ("保本保息", 0, 4),
                ("本保", 1, 3),
                ("息", 3, 4),
                ("a", 4, 5),
                ("𠮷祥", 6, 8),
            ]
        );
    }

    #[test]
    fn a_vocabulary_of_all_short_words_finds_each_once() {
        let letters = ['甲', '乙', '丙', '丁', 'x'];
        let mut words: Vec<String> = letters.iter().map(char::to_string).collect();
        for first in letters {
            for second in letters {
                words.push([first, second].iter().collect());
                words.extend(letters.map(|third| [first, second, third].iter().collect()));
            }
        }
        let trie = Trie::new(&words);
        for (index, word) in words.iter().enumerate() {
            let text: Vec<char> = word.chars().collect();
            let mut whole = Vec::new();
            words_of(&trie, &text, |found, _, length| {
                if length == text.len() {
                    whole.push(found as usize);
                }
            });
            assert_eq!(whole, [index], "{word}");
        }
    }
}
