// Written from src-tauri/src/ipc.rs; a test holds it there.

export type Problem = { 
/**
 * A key under `problem.` in the locale files.
 */
code: string, 
/**
 * Limits, actual values and names for that sentence; an object.
 */
params: Record<string, unknown>, };

export type Start = { 
/**
 * The app's version.
 */
version: string, 
/**
 * What the person has chosen.
 */
settings: Settings, 
/**
 * Who answers, and how the key stands.
 */
service: Service, 
/**
 * The material on the desk, if any.
 */
material: Material | null, 
/**
 * What the contract allows.
 */
limits: Limits, 
/**
 * The settings file could not be read; defaults are in force, and the old file was kept aside.
 */
settingsProblem: Problem | null, };

export type Limits = { 
/**
 * Characters (Unicode scalar values, after trimming) of audited copy.
 */
copyCharacters: number, 
/**
 * Bytes of a picture.
 */
pictureBytes: number, 
/**
 * Pixels of a picture's longer side.
 */
pictureSide: number, 
/**
 * The fewest characters of a company or a topic.
 */
subjectMin: number, 
/**
 * The most characters of a company or a topic, before the person is asked to press once more.
 */
subjectMax: number, 
/**
 * Characters of an utterance.
 */
utteranceCharacters: number, 
/**
 * Lines of a conversation that are sent along with an utterance.
 */
historyLines: number, };

export type Language = "system" | "zh-CN" | "en";

export type Theme = "system" | "light" | "dark";

export type Settings = { 
/**
 * The window's language.
 */
language: Language, 
/**
 * The window's colours.
 */
theme: Theme, 
/**
 * The window's zoom in percent, 100 to 200.
 */
zoom: number, 
/**
 * Where the service is: scheme, host and port.
 */
origin: string, 
/**
 * The model to ask for: `4-Plus` or `4-Air`.
 */
model: string, 
/**
 * 0.0 to 1.0.
 */
temperature: number, 
/**
 * Ask for a streamed answer; otherwise the whole answer comes at once.
 */
stream: boolean, 
/**
 * Use the demo service although there is a key.
 */
preferDemo: boolean, 
/**
 * Proxy address; empty: as the system says.
 */
proxy: string, 
/**
 * Hosts that are reached directly, separated by commas.
 */
noProxy: string, 
/**
 * A certificate authority to trust besides the system's, as PEM; the file's name only.
 */
extraCaName: string | null, };

export type Service = { 
/**
 * The configured origin of the real service.
 */
origin: string, 
/**
 * The next run goes to the demo service on this machine.
 */
demo: boolean, 
/**
 * How the key stands.
 */
key: KeyState, };

export type KeyState = { "state": "none" } | { "state": "stored", 
/**
 * Its last four characters; empty for a short key.
 */
last4: string, } | { "state": "locked" } | { "state": "session", 
/**
 * Its last four characters; empty for a short key.
 */
last4: string, } | { "state": "noKeychain" } | { "state": "failed", 
/**
 * What went wrong.
 */
problem: Problem, };

export type KeyTest = { "verdict": "accepted" } | { "verdict": "rejected" } | { "verdict": "invalidUser" } | { "verdict": "unknown", 
/**
 * Why.
 */
problem: Problem, };

export type Material = { 
/**
 * Of this run of the app.
 */
id: number, 
/**
 * The file's name, without its folder; empty for a picture from the clipboard.
 */
name: string, 
/**
 * `jpeg` or `png`.
 */
format: string, 
/**
 * Pixels as shown, after the orientation in the file.
 */
width: number, 
/**
 * Pixels as shown, after the orientation in the file.
 */
height: number, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * Of the bytes, in hexadecimal.
 */
sha256: string, 
/**
 * Other files of the same drop that were left out, by name.
 */
leftOut: Array<string>, };

export type ShellEvent = { "type": "dragEntered", 
/**
 * How many.
 */
count: number, } | { "type": "dragLeft" } | { "type": "dropped" } | { "type": "material", 
/**
 * It.
 */
material: Material, } | { "type": "materialRefused", 
/**
 * The file's name, without its folder.
 */
name: string, 
/**
 * Why.
 */
problem: Problem, } | { "type": "closeAsked", 
/**
 * How many runs would be lost.
 */
runs: number, };

export type AuditRequest = { 
/**
 * The copy as typed.
 */
copy: string, 
/**
 * The picture to send, by id.
 */
material: number | null, 
/**
 * `4-Plus` or `4-Air`.
 */
model: string, 
/**
 * 0.0 to 1.0.
 */
temperature: number, };

export type SubjectRequest = { 
/**
 * The company or the topic, as typed.
 */
subject: string, 
/**
 * The person was told that it is longer than the contract says, and pressed once more.
 */
insist: boolean, 
/**
 * `4-Plus` or `4-Air`.
 */
model: string, 
/**
 * 0.0 to 1.0.
 */
temperature: number, };

export type Usage = { 
/**
 * All.
 */
total: number | null, 
/**
 * Of the request.
 */
prompt: number | null, 
/**
 * Of the answer.
 */
completion: number | null, };

export type Outcome = "finished" | "failed" | "cancelled";

export type RunEvent = { "type": "started", 
/**
 * Of this run of the app.
 */
run: number, 
/**
 * It goes to the demo service.
 */
demo: boolean, 
/**
 * Where it goes.
 */
origin: string, } | { "type": "connected" } | { "type": "retrying", 
/**
 * Why.
 */
problem: Problem, 
/**
 * Milliseconds until then.
 */
afterMs: number, 
/**
 * Number of the coming attempt, from 2.
 */
attempt: number, 
/**
 * Attempts at most.
 */
of: number, } | { "type": "step", 
/**
 * The event's name as the service writes it.
 */
name: string, 
/**
 * A title, where the service gives one.
 */
title: string | null, 
/**
 * The step's id, where the service gives one.
 */
step: string | null, 
/**
 * Milliseconds since the run began.
 */
atMs: number, } | { "type": "report", 
/**
 * Index of the first block that changed.
 */
from: number, 
/**
 * Finished blocks as clean HTML.
 */
blocks: Array<string>, 
/**
 * The block that still grows, as clean HTML.
 */
open: string | null, } | { "type": "usage", 
/**
 * They.
 */
usage: Usage, } | { "type": "ended", 
/**
 * How.
 */
outcome: Outcome, 
/**
 * Why, when it failed.
 */
problem: Problem | null, 
/**
 * Tokens used.
 */
usage: Usage | null, 
/**
 * Milliseconds from the start.
 */
elapsedMs: number, 
/**
 * Bytes of Markdown that can be copied and saved.
 */
markdownBytes: number, 
/**
 * The report is longer than the window shows; the saved file has all of it.
 */
viewCut: boolean, 
/**
 * There is a flowchart to draw and to save.
 */
flowchart: boolean, 
/**
 * When the report before this one on the same subject, by the same service, was finished; in milliseconds
 * since 1970.
 */
formerAt: number | null, };

export type SubjectKind = "company" | "topic";

export type Subject = { 
/**
 * As it was typed.
 */
name: string, 
/**
 * The person wants it kept; the others make room for newer ones.
 */
pinned: boolean, 
/**
 * When it was last asked about, in milliseconds since 1970.
 */
askedAt: number, };

export type Comparison = { 
/**
 * Blocks of one beside those of the other, in reading order.
 */
rows: Array<Row>, 
/**
 * Blocks that are the same.
 */
same: number, 
/**
 * Blocks that differ in some words.
 */
changed: number, 
/**
 * Blocks that only the new report has.
 */
added: number, 
/**
 * Blocks that only the former report has.
 */
removed: number, 
/**
 * The reports are too long to be compared to their end.
 */
cut: boolean, };

export type Row = { 
/**
 * How they differ.
 */
kind: RowKind, 
/**
 * Of the former report.
 */
old: Passage | null, 
/**
 * Of the new report.
 */
new: Passage | null, };

export type RowKind = "same" | "changed" | "added" | "removed";

export type Passage = { 
/**
 * Clean HTML.
 */
html: string, 
/**
 * Places in its text.
 */
marks: Array<Mark>, };

export type Mark = { 
/**
 * The first one.
 */
from: number, 
/**
 * The one after the last.
 */
to: number, };

export type ChartOrder = { 
/**
 * Pixels of the picture for each pixel of the chart.
 */
scale: number, 
/**
 * In the chart's own pixels; all of it where none is given.
 */
region: Region | null, };

export type Region = { 
/**
 * Left edge.
 */
x: number, 
/**
 * Upper edge.
 */
y: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, };

export type Chart = { 
/**
 * Of the whole chart, in its own pixels.
 */
width: number, 
/**
 * Of the whole chart, in its own pixels.
 */
height: number, 
/**
 * What the picture shows of it.
 */
region: Region, 
/**
 * Pixels of the picture for each pixel of the chart: less than asked for where the picture would have been too large.
 */
scale: number, 
/**
 * The chart's own title.
 */
title: string, 
/**
 * The chart's own description.
 */
description: string, 
/**
 * Its labels, in the order in which they stand in the source: the text alternative.
 */
labels: Array<string>, 
/**
 * What the source asks for and the picture does not show.
 */
leftOut: LeftOut, };

export type LeftOut = { 
/**
 * Pictures: those outside the file always are.
 */
images: number, 
/**
 * Filters.
 */
filters: number, 
/**
 * Labels beyond the most that are drawn.
 */
labels: number, };

export type PageWords = { 
/**
 * The page's title.
 */
title: string, 
/**
 * `zh-CN` or `en`.
 */
language: string, 
/**
 * Labels and values: subject, service, model, time, tokens.
 */
facts: Array<[string, string]>, 
/**
 * What must be known before reading: that it is a demo, that it is incomplete, that a model wrote it.
 */
notices: Array<string>, 
/**
 * Above the contents list.
 */
contents: string, 
/**
 * Below the flowchart.
 */
caption: string, };

export type ConversationName = { 
/**
 * Stays the same between starts.
 */
id: number, 
/**
 * What the person calls it; empty until someone gave it a name.
 */
title: string, 
/**
 * The person's first words, for a conversation without a title.
 */
beginning: string, 
/**
 * When something was last said, in milliseconds since 1970.
 */
changedAt: number, 
/**
 * Lines said so far.
 */
lines: number, };

export type Conversation = { 
/**
 * Stays the same between starts.
 */
id: number, 
/**
 * What the person calls it; empty until someone gave it a name.
 */
title: string, 
/**
 * The scenario that it began with, by id.
 */
scenario: string | null, 
/**
 * What was said, in order.
 */
lines: Array<Line>, 
/**
 * An edit or a new answer took lines away that can be brought back.
 */
canUndo: boolean, };

export type Line = { 
/**
 * Who speaks.
 */
speaker: Speaker, 
/**
 * Where the words come from.
 */
source: Source, 
/**
 * As typed, or as it arrived.
 */
text: string, 
/**
 * An answer as clean HTML, block by block; empty for what a person typed.
 */
blocks: Array<string>, 
/**
 * When, in milliseconds since 1970.
 */
at: number, 
/**
 * The answer broke off or was stopped.
 */
incomplete: boolean, };

export type Speaker = "adviser" | "partner";

export type Source = "person" | "service" | "demo" | "scenario";

export type Opening = { 
/**
 * Who speaks.
 */
speaker: Speaker, 
/**
 * What.
 */
text: string, };

export type SparringRequest = { 
/**
 * The conversation, by id.
 */
conversation: number, 
/**
 * What the person says.
 */
text: string, 
/**
 * Number of the line that it takes the place of; that line and what followed it is taken away and can be brought back.
 */
insteadOf: number | null, 
/**
 * `4-Plus` or `4-Air`.
 */
model: string, 
/**
 * 0.0 to 1.0.
 */
temperature: number, };

export type LinesAuditRequest = { 
/**
 * The conversation, by id.
 */
conversation: number, 
/**
 * `4-Plus` or `4-Air`.
 */
model: string, 
/**
 * 0.0 to 1.0.
 */
temperature: number, };

export type ConversationWords = { 
/**
 * Markdown that stands before the first line: title, time, whose words these are.
 */
heading: string, 
/**
 * For the person.
 */
adviser: string, 
/**
 * For the service.
 */
partner: string, 
/**
 * For the demo service.
 */
demo: string, 
/**
 * For a line of the scenario.
 */
scenario: string, 
/**
 * For an answer that broke off.
 */
incomplete: string, };
