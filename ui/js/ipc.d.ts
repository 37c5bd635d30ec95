// Written from src-tauri/crates/app/src/wire.rs; a test holds it there.

export type Problem = { 
/**
 * A key under `problem.` in the locale files.
 */
code: string, 
/**
 * Limits, actual values and names for that sentence; an object.
 */
params: Record<string, unknown>, 
/**
 * What it means for the next request, where it has to do with requests.
 */
consequence?: Consequence, };

export type Consequence = "skip" | "hold" | "fixKey" | "fixNetwork" | "stopAll";

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
 * Files of the app's own that could not be read: defaults are in force, and the old files were kept aside.
 */
problems: Array<Problem>, 
/**
 * How the records stand.
 */
records: RecordsState, 
/**
 * Records that a crash had left open; they are closed as interrupted now.
 */
unfinished: Array<UnfinishedRecord>, 
/**
 * What had been typed.
 */
drafts: Drafts, };

export type Limits = { 
/**
 * Characters (Unicode scalar values, after trimming) of copy that is audited in one piece.
 */
copyCharacters: number, 
/**
 * Characters of copy in all, which is audited in pieces.
 */
copyTotal: number, 
/**
 * Bytes of a picture.
 */
pictureBytes: number, 
/**
 * Pixels of a picture's longer side.
 */
pictureSide: number, 
/**
 * Bytes of a picture file that is brought; it is made to fit.
 */
fileBytes: number, 
/**
 * Pixels of a picture that is brought, in all.
 */
filePixels: number, 
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
historyLines: number, 
/**
 * The temperature of someone who chose none.
 */
temperature: number, };

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
 * Show the choices that are seldom needed, such as the temperature.
 */
advanced: boolean, 
/**
 * How much of the window's width the material takes beside its report, in percent; none: as much as is usual.
 */
materialWidth: number | null, 
/**
 * How much of the height the picture takes above its copy, in percent; none: as much as is usual.
 */
pictureHeight: number | null, 
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
extraCaName: string | null, 
/**
 * Files of the queue that are audited at once, 1 to 4; changed on the queue's screen alone.
 */
queueAtOnce: number, };

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

export type ShellEvent = { "type": "dragEntered", 
/**
 * How many.
 */
count: number, } | { "type": "dragLeft" } | { "type": "dropped" } | { "type": "preparing", 
/**
 * How far it is.
 */
preparing: Preparing | null, } | { "type": "material", 
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
problem: Problem, } | { "type": "queue", 
/**
 * It.
 */
queue: Queue, } | { "type": "queueChanged", 
/**
 * Files that changed or were added; those that were added follow all others.
 */
items: Array<QueueItem>, 
/**
 * What the queue does, or waits for.
 */
status: QueueStatus, 
/**
 * Pictures that are audited at once, 1 to 4.
 */
atOnce: number, 
/**
 * Milliseconds in which audits of its pictures went on.
 */
tookMs: number | null, 
/**
 * One more than that of the message before; otherwise one was missed.
 */
revision: number, } | { "type": "queueAdding", 
/**
 * So many were looked at.
 */
done: number, 
/**
 * Of so many.
 */
of: number, } | { "type": "queueAdded", 
/**
 * Which.
 */
added: QueueAdded, } | { "type": "pictureFound", 
/**
 * The file's name, without its folder.
 */
name: string, 
/**
 * Of its bytes.
 */
sha256: string, 
/**
 * Records of this very file, the latest first.
 */
same: Array<RecordRow>, 
/**
 * Records of pictures that look like it, the latest first.
 */
alike: Array<RecordRow>, } | { "type": "pictureNotRead", 
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
 * The copy as it stands in its field.
 */
copy: string, 
/**
 * Where each part of it comes from: they cover it in order, or there are none.
 */
sources: Array<CopySource>, 
/**
 * The picture to send, by id.
 */
material: number | null, 
/**
 * Ask only for the parts that have no answer in the record with this number, and take the others from there. It must be
 * of the same material and copy.
 */
restOf: number | null, 
/**
 * `4-Plus` or `4-Air`.
 */
model: string, 
/**
 * 0.0 to 1.0.
 */
temperature: number, };

export type CopySource = { 
/**
 * Its first character, from 1.
 */
from: number, 
/**
 * Its last one.
 */
to: number, 
/**
 * How it came there.
 */
kind: SourceKind, 
/**
 * Of the file whose text it is, or into whose text it was typed.
 */
sha256: string | null, 
/**
 * That file's name; empty for a picture from the clipboard.
 */
name: string, 
/**
 * The text of that file is not as it was put in.
 */
edited: boolean, 
/**
 * The file is another one than the material, and the person wants its text to go along.
 */
kept: boolean, };

export type SourceKind = "typed" | "picture" | "document" | "record";

export type RunPart = { 
/**
 * Its place, from 1.
 */
number: number, 
/**
 * Of so many.
 */
of: number, 
/**
 * The block of the report that is its heading: an empty `<h1 class="part" data-part="…">`, whose words are the window's.
 * `null`: it has none yet.
 */
block: number | null, 
/**
 * What it shows of the picture.
 */
region: Rectangle | null, 
/**
 * The picture of the file that it is of, where there are several.
 */
page: PagePlace | null, 
/**
 * It is the whole picture, whose strips are the other parts.
 */
context: boolean, 
/**
 * What it holds of the copy, where that goes along with it.
 */
text: TextPiece | null, 
/**
 * Where it stands.
 */
state: PartState, 
/**
 * Why it has no whole answer.
 */
problem: Problem | null, };

export type PartState = "running" | "finished" | "kept" | "failed" | "stopped" | "unasked";

export type TextPiece = { 
/**
 * Its first character, from 1.
 */
from: number, 
/**
 * Its last one.
 */
to: number, };

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
origin: string, 
/**
 * The number of its record.
 */
record: number, } | { "type": "recording", 
/**
 * Why not; `null`: it is written again.
 */
problem: Problem | null, } | { "type": "connected" } | { "type": "retrying", 
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
atMs: number, } | { "type": "part", 
/**
 * It.
 */
part: RunPart, } | { "type": "report", 
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

export type RecordKind = "audit" | "diligence" | "updates" | "sparring" | "lines";

export type RecordOutcome = "running" | "finished" | "failed" | "cancelled" | "interrupted";

export type RecordSort = "created" | "kind" | "title" | "model" | "outcome" | "elapsed" | "tokens";

export type RecordScope = "everywhere" | "material" | "pictures" | "answer";

export type RecordPlace = "asked" | "picture" | "answer";

export type RecordQuery = { 
/**
 * Words, separated by spaces; a record must hold each of them.
 */
text: string, 
/**
 * Where the words are looked for.
 */
scope: RecordScope, 
/**
 * Of these kinds; of all where empty.
 */
kinds: Array<RecordKind>, 
/**
 * With these outcomes; with any where empty.
 */
outcomes: Array<RecordOutcome>, 
/**
 * Of the demo service alone, or of the real one alone.
 */
demo: boolean | null, 
/**
 * By this model alone.
 */
model: string | null, 
/**
 * Started at this time or later, in milliseconds since 1970.
 */
fromMs: number | null, 
/**
 * Started before this time, in milliseconds since 1970.
 */
untilMs: number | null, 
/**
 * The order.
 */
sort: RecordSort, 
/**
 * The last one first.
 */
descending: boolean, };

export type RecordsFound = { 
/**
 * Names this search. A later one takes its place.
 */
search: number, 
/**
 * How many it found.
 */
total: number, 
/**
 * How many records there are.
 */
of: number, 
/**
 * The models that occur.
 */
models: Array<string>, 
/**
 * As many of its first rows as were asked for.
 */
rows: Array<RecordRow>, };

export type ContextPart = { 
/**
 * The words.
 */
text: string, 
/**
 * They were searched for.
 */
hit: boolean, };

export type RecordRow = { 
/**
 * Its number.
 */
id: number, 
/**
 * Which assistant.
 */
kind: RecordKind, 
/**
 * What a person calls it; empty for a picture without a name.
 */
title: string, 
/**
 * When it was started, in milliseconds since 1970, UTC.
 */
createdMs: number, 
/**
 * Minutes by which the local clock was ahead of UTC.
 */
offsetMinutes: number, 
/**
 * The demo service answered.
 */
demo: boolean, 
/**
 * The model.
 */
model: string, 
/**
 * How it stands.
 */
outcome: RecordOutcome, 
/**
 * How long it took, in milliseconds.
 */
elapsedMs: number | null, 
/**
 * Tokens used.
 */
tokens: number | null, 
/**
 * The picture that stands for it, by SHA-256: `material://localhost/thumbnail/<it>`.
 */
picture: string | null, 
/**
 * Where the first word searched for stands in it; empty without a search.
 */
context: Array<ContextPart>, 
/**
 * What that place is a part of; `null` without a search.
 */
place: RecordPlace | null, 
/**
 * Records of the same material, company or topic, this one included.
 */
versions: number, 
/**
 * It is known to be damaged. Where it is not, `records_damaged` looks.
 */
damaged: boolean, };

export type RecordMaterial = { 
/**
 * `received` or `sent`.
 */
role: string, 
/**
 * Its file's name.
 */
name: string, 
/**
 * Of its bytes.
 */
sha256: string, 
/**
 * `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`.
 */
format: string, 
/**
 * Pixels across.
 */
width: number, 
/**
 * Pixels down.
 */
height: number, 
/**
 * Its size.
 */
bytes: number, 
/**
 * A web view can show it.
 */
showable: boolean, };

export type RecordVersion = { 
/**
 * Its number.
 */
id: number, 
/**
 * When it was started, in milliseconds since 1970, UTC.
 */
createdMs: number, 
/**
 * Minutes by which the local clock was ahead of UTC.
 */
offsetMinutes: number, 
/**
 * How it stands.
 */
outcome: RecordOutcome, 
/**
 * The demo service answered.
 */
demo: boolean, };

export type RecordDeed = { 
/**
 * `started`, `ended`, `packaged`, `exported`.
 */
kind: string, 
/**
 * When, in milliseconds since 1970, UTC.
 */
atMs: number, 
/**
 * Its number in the chain.
 */
seq: number, };

export type RecordFacts = { 
/**
 * Its number.
 */
id: number, 
/**
 * Its identity, which packages carry.
 */
uid: string, 
/**
 * Which assistant.
 */
kind: RecordKind, 
/**
 * What a person calls it.
 */
title: string, 
/**
 * When it was started, in milliseconds since 1970, UTC.
 */
createdMs: number, 
/**
 * Minutes by which the local clock was ahead of UTC.
 */
offsetMinutes: number, 
/**
 * The zone of that clock.
 */
zone: string, 
/**
 * The version of the app that wrote it.
 */
app: string, 
/**
 * Who was asked.
 */
origin: string, 
/**
 * The demo service answered.
 */
demo: boolean, 
/**
 * The model.
 */
model: string, 
/**
 * The temperature.
 */
temperature: number, 
/**
 * The answer was streamed.
 */
streamed: boolean, 
/**
 * Which key was used, without telling it.
 */
keyFingerprint: string | null, 
/**
 * The text that was asked with: copy, company, topic, utterance.
 */
text: string, 
/**
 * Where each part of that text comes from; empty where that was not written down.
 */
sources: Array<CopySource>, 
/**
 * Lines of the conversation that went along.
 */
linesBefore: number, 
/**
 * Its pictures.
 */
materials: Array<RecordMaterial>, 
/**
 * How what was sent of the picture came about, in the order of the materials that are `sent`; empty in records of older
 * versions, which sent files as they came.
 */
sent: Array<SentPart>, 
/**
 * What happened to all of these alike, as [`super::Material::notes`].
 */
notes: Array<string>, 
/**
 * It was asked for in parts of which some have no whole answer.
 */
incomplete: boolean, 
/**
 * How it stands.
 */
outcome: RecordOutcome, 
/**
 * Bytes of the raw answer.
 */
rawBytes: number, 
/**
 * SHA-256 of the raw answer.
 */
rawSha256: string | null, 
/**
 * All versions, the latest first, this one included.
 */
versions: Array<RecordVersion>, 
/**
 * What the chain says of it.
 */
deeds: Array<RecordDeed>, 
/**
 * Materials whose bytes were not compared with their hashes: that is done when they are shown or written out.
 */
unread: number, 
/**
 * That is so where they have more bytes than these.
 */
unreadOver: number, };

export type DamagedRecord = { 
/**
 * Its number.
 */
id: number, 
/**
 * Its identity, as it was found.
 */
uid: string, 
/**
 * Its title, as it was found.
 */
title: string, 
/**
 * What does not hold.
 */
faults: Array<CheckFault>, 
/**
 * What the chain says under that identity.
 */
deeds: Array<RecordDeed>, };

export type OpenedRecord = { 
/**
 * The run's number, for everything that can be done with a report.
 */
run: number, 
/**
 * The rest.
 */
facts: RecordFacts, };

export type ExportForm = "package" | "markdown" | "html";

export type Advance = { 
/**
 * Done so far.
 */
done: number, 
/**
 * In all.
 */
of: number, };

export type Exported = { 
/**
 * The file's or folder's name; `null`: the dialog was dismissed.
 */
name: string | null, 
/**
 * How many were written.
 */
count: number, 
/**
 * How many were not, since they are damaged and that form would not say so.
 */
damaged: number, 
/**
 * It was stopped before the end; what was written stays.
 */
stopped: boolean, };

export type RegisterForm = "xlsx" | "csv";

export type RegisterWords = { 
/**
 * The sheet's name and the workbook's title.
 */
title: string, 
/**
 * The columns' heads, in this order: number, started, local zone, assistant, title, outcome, demo or real, model, took
 * (seconds), tokens, service, material's SHA-256, record's identity.
 */
columns: Array<string>, 
/**
 * The assistants' names, in the order of `RecordKind`.
 */
kinds: Array<string>, 
/**
 * The outcomes' names, in the order of `RecordOutcome`.
 */
outcomes: Array<string>, 
/**
 * In the column "demo or real", for the demo service and for the real one.
 */
services: Array<string>, 
/**
 * Above the table where one of the rows is a demo.
 */
demoNotice: string, 
/**
 * In place of the title and the outcome of a damaged record.
 */
damaged: string, 
/**
 * Above the table where one of the rows is a damaged record.
 */
damagedNotice: string, };

export type CheckFault = { 
/**
 * A key under `check.fault.` in the locale files.
 */
code: string, 
/**
 * The record it is about, by number and title, where there is one.
 */
record: number | null, 
/**
 * Its title, or its identity where it is gone.
 */
title: string, 
/**
 * The event of the chain it is about.
 */
seq: number | null, 
/**
 * Which column, or SQLite's own words; may be empty.
 */
detail: string, };

export type AnchorState = "holds" | "broken" | "none" | "unavailable";

export type CheckReport = { 
/**
 * Events of the chain.
 */
events: number, 
/**
 * The chain's last hash.
 */
head: string, 
/**
 * Records checked.
 */
records: number, 
/**
 * Materials checked.
 */
materials: number, 
/**
 * The anchor.
 */
anchor: AnchorState, 
/**
 * When backups took the place of the database, in milliseconds since 1970, UTC: an anchor from before is accepted then.
 */
restoredAt: number[], 
/**
 * What does not hold; at most 200 are listed.
 */
faults: Array<CheckFault>, 
/**
 * How many there are.
 */
faultCount: number, 
/**
 * How long it took, in milliseconds.
 */
elapsedMs: number, 
/**
 * It was stopped before the end.
 */
stopped: boolean, };

export type StatisticsRow = { 
/**
 * Such as `2026-09`, by the local clock of each record.
 */
month: string, 
/**
 * Which assistant.
 */
kind: RecordKind, 
/**
 * How they stand.
 */
outcome: RecordOutcome, 
/**
 * How many.
 */
count: number, 
/**
 * Of them, by the demo service.
 */
demo: number, 
/**
 * Tokens used, as far as the service says.
 */
tokens: number, };

export type Statistics = { 
/**
 * By month, assistant and outcome.
 */
rows: Array<StatisticsRow>, 
/**
 * Damaged records, which are not counted.
 */
damaged: number, 
/**
 * Records that are counted and were not looked at yet: whoever asks again gets further.
 */
unchecked: number, };

export type RecordsBackup = { 
/**
 * Names it.
 */
name: string, 
/**
 * When it was made, in milliseconds since 1970, UTC.
 */
atMs: number, 
/**
 * `daily` or `migration`.
 */
reason: string, 
/**
 * Its size in bytes.
 */
bytes: number, };

export type RecordsState = { 
/**
 * Why they can't be used; `null` where they can.
 */
problem: Problem | null, 
/**
 * Where they lie, to be read by the person; no command takes a path.
 */
folder: string, 
/**
 * They lie where the person chose.
 */
chosen: boolean, 
/**
 * How many there are.
 */
count: number, 
/**
 * Size of the database in bytes.
 */
bytes: number, 
/**
 * Backups, the latest first.
 */
backups: Array<RecordsBackup>, };

export type UnfinishedRecord = { 
/**
 * Its number.
 */
id: number, 
/**
 * Which assistant.
 */
kind: RecordKind, 
/**
 * What a person calls it.
 */
title: string, };

export type Drafts = { 
/**
 * The copy to audit.
 */
audit: string, 
/**
 * Where each part of the copy comes from; empty where that is not known.
 */
auditSources: Array<CopySource>, 
/**
 * The company's name.
 */
diligence: string, 
/**
 * The topic.
 */
updates: string, };

export type LineDirection = "along" | "right" | "left" | "column";

export type TextLine = { 
/**
 * What it says.
 */
text: string, 
/**
 * How sure the model is, 0.5 to 1; below 0.8 a person should look.
 */
confidence: number, 
/**
 * Its corners in pixels of the picture as it is shown: upper left, upper right, lower right, lower left, as the line's
 * reader sees them.
 */
quad: [[number, number], [number, number], [number, number], [number, number]], 
/**
 * How it runs.
 */
direction: LineDirection, 
/**
 * About the size of its font, in pixels of the picture.
 */
fontSize: number, };

export type PictureText = { 
/**
 * In the order in which a person reads them.
 */
lines: Array<TextLine>, 
/**
 * Places that look like lines and were not read because there were too many.
 */
leftOut: number, };

export type ReadingEvent = { "type": "notInstalled" } | { "type": "unread" } | { "type": "waiting" } | { "type": "looking", 
/**
 * How much of it has been looked at, 0 to 1.
 */
part: number, } | { "type": "found", 
/**
 * Their places, as those of a [`TextLine`].
 */
quads: Array<[[number, number], [number, number], [number, number], [number, number]]>, } | { "type": "line", 
/**
 * `null` where it turned out to be none.
 */
line: TextLine | null, 
/**
 * How many were read, with this one.
 */
done: number, 
/**
 * How many there are.
 */
of: number, } | { "type": "read", 
/**
 * It.
 */
text: PictureText, } | { "type": "stopped" } | { "type": "failed", 
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
 * What the file is by its content: `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `svg`, `pdf`, `docx`, `pptx`, `text`.
 */
format: string, 
/**
 * Pixels as shown, after the orientation in the file; of several pictures, those of the sheet on which they lie one below the
 * other; 0 where there is only a text.
 */
width: number, 
/**
 * The same, downwards.
 */
height: number, 
/**
 * How many pictures it has, and what they are, where it may have several.
 */
pages: [number, PageKind] | null, 
/**
 * Characters of the text in it, for which `material_text` asks; none where it has none.
 */
textCharacters: number | null, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * Of the bytes, in hexadecimal.
 */
sha256: string, 
/**
 * The file itself can be shown; otherwise only what is sent of it.
 */
showable: boolean, 
/**
 * What is sent, in order; nothing where there is only a text.
 */
parts: Array<SentPart>, 
/**
 * What happened to all parts alike: each an `intake::Note`, where they are listed, in small letters (`cut_by_text`); and for
 * each page on which pictures were left out `left_out_on_page`, its number and how many.
 */
notes: Array<string>, 
/**
 * Other files of the same drop that were left out, by name.
 */
leftOut: Array<string>, };

export type Rectangle = { 
/**
 * From the left.
 */
x: number, 
/**
 * From the top.
 */
y: number, 
/**
 * Pixels across.
 */
width: number, 
/**
 * Pixels down.
 */
height: number, };

export type PagePlace = { 
/**
 * What they are.
 */
kind: PageKind, 
/**
 * Its number, from 1.
 */
number: number, 
/**
 * Where it lies on the sheet.
 */
region: Rectangle, };

export type PageKind = "page" | "frame" | "picture";

export type SentPart = { 
/**
 * Its place in the order, from 1.
 */
number: number, 
/**
 * What it shows of the original.
 */
region: Rectangle, 
/**
 * The picture of the file that it is of, where there are several.
 */
page: PagePlace | null, 
/**
 * It is the whole of a picture whose strips are sent as well, to show how they hang together.
 */
context: boolean, 
/**
 * Pixels sent for each pixel of the original, along a side; 1 is unscaled.
 */
scale: number, 
/**
 * Pixels across, as sent.
 */
width: number, 
/**
 * Pixels down, as sent.
 */
height: number, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * Of the bytes sent, in hexadecimal.
 */
sha256: string, 
/**
 * What wrote the bytes: `original` (the file as it came), `original_cut` (without some metadata), `png`, `png_grey`,
 * `png_palette`, `jpeg`.
 */
encoder: string, 
/**
 * Of a JPEG that was written here, 1 to 100.
 */
quality: number | null, 
/**
 * Its pixels are those of the original, but for what the notes say.
 */
lossless: boolean, 
/**
 * Why it is not simply the file: `location`, `bytes`, `side`, `kind`, `turned`, `inks`, `context`.
 */
reasons: Array<string>, };

export type Preparing = { 
/**
 * The file's name, without its folder; empty for a picture from the clipboard.
 */
name: string, 
/**
 * `unpacking` (from the file to pixels), `lines` (looking for lines of text, not to cut through them), `parts` (writing what
 * is sent), `pages` (the pictures of the file, one after the other).
 */
stage: string, 
/**
 * Parts or pictures that are done, or hundredths of the picture that were looked at.
 */
done: number, 
/**
 * Of so many; 0 where that is not known yet.
 */
of: number, 
/**
 * It takes unusually long: nothing moved for more than so many seconds.
 */
slow: number | null, };

export type Queue = { 
/**
 * Its pictures, in the order in which they are audited.
 */
items: Array<QueueItem>, 
/**
 * What it does, or waits for.
 */
status: QueueStatus, 
/**
 * Pictures that are audited at once, 1 to 4.
 */
atOnce: number, 
/**
 * Milliseconds in which audits of its pictures went on: those at once count once. Nothing before the first has ended.
 */
tookMs: number | null, 
/**
 * Increases by one with each message about the queue.
 */
revision: number, };

export type QueueStatus = { "state": "empty" } | { "state": "ready" } | { "state": "running" } | { "state": "held", 
/**
 * Milliseconds until the queue goes on.
 */
ms: number, } | { "state": "pausing", 
/**
 * Why, where the person did not ask for it.
 */
by: Problem | null, } | { "state": "paused", 
/**
 * Why, where the person did not ask for it.
 */
by: Problem | null, } | { "state": "interrupted" } | { "state": "done" };

export type QueueItem = { 
/**
 * Its number.
 */
id: number, 
/**
 * The file's name, without its folder.
 */
name: string, 
/**
 * Of its bytes.
 */
sha256: string, 
/**
 * `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `svg`, `pdf`, `docx`, `pptx`, `text`.
 */
format: string, 
/**
 * Pixels across.
 */
width: number, 
/**
 * Pixels down.
 */
height: number, 
/**
 * Its size.
 */
bytes: number, 
/**
 * Where it stands.
 */
state: QueueState, 
/**
 * The part that is asked for now, of so many, where it is sent in parts.
 */
part: [number, number] | null, 
/**
 * Milliseconds that its audit took, as its record says.
 */
elapsedMs: number | null, 
/**
 * The record of its last audit.
 */
record: number | null, 
/**
 * Why it has no whole answer.
 */
problem: Problem | null, 
/**
 * The first item of the queue with the same bytes, whose answer serves for this one as well; or the one that looks like it,
 * where that is still there.
 */
sameAs: number | null, };

export type QueueState = "waiting" | "running" | "finished" | "failed" | "stopped" | "unsure" | "same" | "alike";

export type QueueAdded = { 
/**
 * How many were put into the queue.
 */
added: number, 
/**
 * Those that were not, by name, and why; some thousand at most.
 */
refused: Array<QueueRefusal>, };

export type QueueRefusal = { 
/**
 * The file's name, without its folder.
 */
name: string, 
/**
 * Why.
 */
problem: Problem, };

export type QueueOrder = { 
/**
 * `4-Plus` or `4-Air`.
 */
model: string, 
/**
 * 0.0 to 1.0.
 */
temperature: number, 
/**
 * Pictures at once, 1 to 4.
 */
atOnce: number, };
