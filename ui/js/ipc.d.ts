// Written from src-tauri/crates/app/src/wire.rs; a test holds it there.

export type Problem = { 
/**
 * A key under `problem.` in the locale files.
 */
code: string, 
/**
 * Limits, actual values and names for the message; an object.
 */
params: Record<string, unknown>, 
/**
 * The consequence for further requests, if the error came from a request.
 */
consequence?: Consequence, };

export type Consequence = "skip" | "hold" | "fixKey" | "fixNetwork" | "stopAll";

export type Start = { 
/**
 * The app's version.
 */
version: string, 
/**
 * The settings.
 */
settings: Settings, 
/**
 * The service that answers, and the state of the key.
 */
service: Service, 
/**
 * The material chosen, if any.
 */
material: Material | null, 
/**
 * The limits of the API contract.
 */
limits: Limits, 
/**
 * Files of the app that could not be read: defaults are in force, and the old files were renamed.
 */
problems: Array<Problem>, 
/**
 * The state of the records.
 */
records: RecordsState, 
/**
 * Records that a crash had left open; they are now closed as interrupted.
 */
unfinished: Array<UnfinishedRecord>, 
/**
 * The texts typed before the app last ended.
 */
drafts: Drafts, 
/**
 * The draft about the material and its findings from when the app last ended.
 */
findingsDraft: FindingsDraft, };

export type Limits = { 
/**
 * Characters (Unicode scalar values, after trimming) of a text audited in one request.
 */
copyCharacters: number, 
/**
 * Characters of a text audited in several requests.
 */
copyTotal: number, 
/**
 * Bytes of a picture that is sent.
 */
pictureBytes: number, 
/**
 * Pixels of the longer side of a picture that is sent.
 */
pictureSide: number, 
/**
 * Bytes of a picture file supplied by the person; larger pictures are scaled or split for sending.
 */
fileBytes: number, 
/**
 * Pixels in total of a picture supplied by the person.
 */
filePixels: number, 
/**
 * The fewest characters of a company or topic.
 */
subjectMin: number, 
/**
 * The most characters of a company or topic that need no confirmation.
 */
subjectMax: number, 
/**
 * Characters of a sparring line.
 */
utteranceCharacters: number, 
/**
 * Earlier lines of a conversation that are sent with a new line.
 */
historyLines: number, 
/**
 * The default temperature.
 */
temperature: number, };

export type Language = "system" | "zh-CN" | "en";

export type Theme = "system" | "light" | "dark";

export type Settings = { 
/**
 * The language of the window.
 */
language: Language, 
/**
 * The colours of the window.
 */
theme: Theme, 
/**
 * The zoom of the window in percent, 100 to 200.
 */
zoom: number, 
/**
 * The service: scheme, host and port.
 */
origin: string, 
/**
 * The model to request: `4-Plus` or `4-Air`.
 */
model: string, 
/**
 * 0.0 to 1.0.
 */
temperature: number, 
/**
 * Show rarely needed settings, such as the temperature.
 */
advanced: boolean, 
/**
 * The width of the material beside its report, in percent of the window; `null` for the default.
 */
materialWidth: number | null, 
/**
 * The height of the picture above its text, in percent; `null` for the default.
 */
pictureHeight: number | null, 
/**
 * Request a streamed answer; otherwise the whole answer arrives at once.
 */
stream: boolean, 
/**
 * Use the demo service even if there is a key.
 */
preferDemo: boolean, 
/**
 * The proxy address; empty for the proxy of the system.
 */
proxy: string, 
/**
 * Hosts to reach without a proxy, separated by commas.
 */
noProxy: string, 
/**
 * The file name of a certificate authority (PEM) to trust besides those of the system.
 */
extraCaName: string | null, 
/**
 * Files of the queue audited at the same time, 1 to 4; set on the queue screen.
 */
queueAtOnce: number, 
/**
 * A second person must approve a review before it is archived.
 */
reviewApproval: boolean, 
/**
 * The retention period of archived reviews in years, 0 to 100; 0 for none.
 */
reviewRetentionYears: number, 
/**
 * The language of letters; that of the window if it is `system`.
 */
reviewLetterLanguage: Language, 
/**
 * The address of the authority that time-stamps archived reviews; empty for no time stamps.
 */
stampAuthority: string, 
/**
 * The file name of the roots that vouch for that authority, in PEM.
 */
stampRootsName: string | null, };

export type Service = { 
/**
 * The configured origin of the real service.
 */
origin: string, 
/**
 * Whether the next run goes to the demo service on this machine.
 */
demo: boolean, 
/**
 * The state of the key.
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
 * The error.
 */
problem: Problem, };

export type KeyTest = { "verdict": "accepted" } | { "verdict": "rejected" } | { "verdict": "invalidUser" } | { "verdict": "unknown", 
/**
 * The reason.
 */
problem: Problem, };

export type ShellEvent = { "type": "dragEntered", 
/**
 * The number of files.
 */
count: number, } | { "type": "dragLeft" } | { "type": "dropped" } | { "type": "preparing", 
/**
 * The progress.
 */
preparing: Preparing | null, } | { "type": "material", 
/**
 * The new material.
 */
material: Material, } | { "type": "materialRefused", 
/**
 * The file name, without its folder.
 */
name: string, 
/**
 * The reason.
 */
problem: Problem, } | { "type": "queue", 
/**
 * The new queue.
 */
queue: Queue, } | { "type": "queueChanged", 
/**
 * Files that changed or were added; those that were added follow all others.
 */
items: Array<QueueItem>, 
/**
 * The status of the queue.
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
revision: number, } | { "type": "faulted", 
/**
 * `app_fault`.
 */
problem: Problem, } | { "type": "rulesChanged" } | { "type": "queueAdding", 
/**
 * Files processed so far.
 */
done: number, 
/**
 * Files in total.
 */
of: number, } | { "type": "queueAdded", 
/**
 * The result.
 */
added: QueueAdded, } | { "type": "pictureFound", 
/**
 * The file name, without its folder.
 */
name: string, 
/**
 * The SHA-256 of the file.
 */
sha256: string, 
/**
 * Records of the identical file, the latest first.
 */
same: Array<RecordRow>, 
/**
 * Records of similar pictures, the latest first.
 */
alike: Array<RecordRow>, } | { "type": "comparing", 
/**
 * The record of the review.
 */
record: number, 
/**
 * The progress.
 */
comparing: Preparing | null, } | { "type": "compared", 
/**
 * The record of the review.
 */
record: number, 
/**
 * The reason why it was not compared.
 */
problem: Problem | null, } | { "type": "pictureNotRead", 
/**
 * The file name, without its folder.
 */
name: string, 
/**
 * The reason.
 */
problem: Problem, } | { "type": "closeAsked", 
/**
 * The number of runs that would be lost.
 */
runs: number, };

export type AuditRequest = { 
/**
 * The text to audit, as typed.
 */
copy: string, 
/**
 * The source of each part of it. The entries cover the text in order, or there are none.
 */
sources: Array<CopySource>, 
/**
 * The id of the picture to send.
 */
material: number | null, 
/**
 * Only request the parts that have no answer in the record with this id, and take the others from there. The record
 * must have the same material and text.
 */
restOf: number | null, 
/**
 * `4-Plus` or `4-Air`.
 */
model: string, 
/**
 * 0.0 to 1.0.
 */
temperature: number, 
/**
 * The person's statements about the material and its findings.
 */
judged?: Judgement, };

export type CopySource = { 
/**
 * The first character, from 1.
 */
from: number, 
/**
 * The last character.
 */
to: number, 
/**
 * The way the text was entered.
 */
kind: SourceKind, 
/**
 * The SHA-256 of the file with this text, or into whose text it was typed.
 */
sha256: string | null, 
/**
 * The name of that file; empty for a picture from the clipboard.
 */
name: string, 
/**
 * The text was edited after it was inserted.
 */
edited: boolean, 
/**
 * The file is not the current material, and the person chose to keep its text.
 */
kept: boolean, };

export type SourceKind = "typed" | "picture" | "document" | "record";

export type RunPart = { 
/**
 * The number of the part, from 1.
 */
number: number, 
/**
 * The number of parts.
 */
of: number, 
/**
 * The index of its heading among the blocks of the report: an empty `<h1 class="part" data-part="…">`, which the
 * window fills. `null` if it has none yet.
 */
block: number | null, 
/**
 * The part of the picture that it shows.
 */
region: Rectangle | null, 
/**
 * The picture of the file that it shows, if the file has several.
 */
page: PagePlace | null, 
/**
 * The whole picture; the other parts are its strips.
 */
context: boolean, 
/**
 * The piece of the text sent with it.
 */
text: TextPiece | null, 
/**
 * Its state.
 */
state: PartState, 
/**
 * The reason why it has no complete answer.
 */
problem: Problem | null, };

export type PartState = "running" | "finished" | "kept" | "failed" | "stopped" | "unasked";

export type TextPiece = { 
/**
 * The first character, from 1.
 */
from: number, 
/**
 * The last character.
 */
to: number, };

export type SubjectRequest = { 
/**
 * The company or the topic, as typed.
 */
subject: string, 
/**
 * The person confirmed that it is longer than the contract allows.
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
 * In total.
 */
total: number | null, 
/**
 * By the request.
 */
prompt: number | null, 
/**
 * By the answer.
 */
completion: number | null, };

export type Outcome = "finished" | "failed" | "cancelled";

export type RunEvent = { "type": "started", 
/**
 * The number of the run, unique until the app ends.
 */
run: number, 
/**
 * Whether the demo service answers.
 */
demo: boolean, 
/**
 * The service asked: scheme, host and port.
 */
origin: string, 
/**
 * The id of its record.
 */
record: number, } | { "type": "recording", 
/**
 * The reason; `null` once writing works again.
 */
problem: Problem | null, } | { "type": "connected" } | { "type": "retrying", 
/**
 * The reason.
 */
problem: Problem, 
/**
 * Milliseconds until the next attempt.
 */
afterMs: number, 
/**
 * The number of the next attempt, from 2.
 */
attempt: number, 
/**
 * The maximum number of attempts.
 */
of: number, } | { "type": "step", 
/**
 * The name of the event as the service writes it.
 */
name: string, 
/**
 * Its title, if the service gives one.
 */
title: string | null, 
/**
 * The id of the step, if the service gives one.
 */
step: string | null, 
/**
 * Milliseconds since the start of the run.
 */
atMs: number, } | { "type": "part", 
/**
 * The part.
 */
part: RunPart, } | { "type": "report", 
/**
 * Index of the first block that changed.
 */
from: number, 
/**
 * Complete blocks as sanitized HTML.
 */
blocks: Array<string>, 
/**
 * The block that is still growing, as sanitized HTML.
 */
open: string | null, } | { "type": "usage", 
/**
 * The total.
 */
usage: Usage, } | { "type": "ended", 
/**
 * The outcome.
 */
outcome: Outcome, 
/**
 * The reason, if it failed.
 */
problem: Problem | null, 
/**
 * Tokens used.
 */
usage: Usage | null, 
/**
 * Milliseconds since the start.
 */
elapsedMs: number, 
/**
 * Bytes of Markdown to copy or save.
 */
markdownBytes: number, 
/**
 * The report is longer than the window shows; a saved file contains all of it.
 */
viewCut: boolean, 
/**
 * Whether there is a flowchart.
 */
flowchart: boolean, 
/**
 * The time the previous report on the same subject by the same service ended, in milliseconds since 1970.
 */
formerAt: number | null, };

export type SubjectKind = "company" | "topic";

export type Subject = { 
/**
 * As typed.
 */
name: string, 
/**
 * The person pinned it; others are dropped for newer ones.
 */
pinned: boolean, 
/**
 * The time a report on it was last requested, in milliseconds since 1970.
 */
askedAt: number, };

export type Comparison = { 
/**
 * Blocks of both reports side by side, in reading order.
 */
rows: Array<Row>, 
/**
 * The number of identical blocks.
 */
same: number, 
/**
 * The number of blocks that differ in some words.
 */
changed: number, 
/**
 * The number of blocks only in the new report.
 */
added: number, 
/**
 * The number of blocks only in the former report.
 */
removed: number, 
/**
 * The reports are too long to be compared to the end.
 */
cut: boolean, };

export type Row = { 
/**
 * The kind of difference.
 */
kind: RowKind, 
/**
 * The block of the former report.
 */
old: Passage | null, 
/**
 * The block of the new report.
 */
new: Passage | null, };

export type RowKind = "same" | "changed" | "added" | "removed";

export type Passage = { 
/**
 * Sanitized HTML.
 */
html: string, 
/**
 * The differing ranges.
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
 * Pixels of the picture per pixel of the chart.
 */
scale: number, 
/**
 * The part to draw, in pixels of the chart; `null` for all of it.
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
 * Width of the whole chart, in its own pixels.
 */
width: number, 
/**
 * Height of the whole chart, in its own pixels.
 */
height: number, 
/**
 * The part of the chart in the picture.
 */
region: Region, 
/**
 * Pixels of the picture per pixel of the chart: fewer than requested if the picture would have been too large.
 */
scale: number, 
/**
 * The title in the SVG.
 */
title: string, 
/**
 * The description in the SVG.
 */
description: string, 
/**
 * The labels in the order of the source: the text alternative.
 */
labels: Array<string>, 
/**
 * The elements left out of the picture.
 */
leftOut: LeftOut, };

export type LeftOut = { 
/**
 * Pictures; external ones are always omitted.
 */
images: number, 
/**
 * Filters.
 */
filters: number, 
/**
 * Labels beyond the limit.
 */
labels: number, 
/**
 * Animated elements, which are drawn as they are at the end.
 */
moving: number, 
/**
 * Elements that appear only on a click or under the pointer.
 */
onDemand: number, 
/**
 * Emoji drawn as plain signs.
 */
signs: number, };

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
 * Notices to read first: that it is a demo, that it is incomplete, that a model wrote it.
 */
notices: Array<string>, 
/**
 * The heading of the table of contents.
 */
contents: string, 
/**
 * The caption below the flowchart.
 */
caption: string, };

export type ConversationName = { 
/**
 * Stays the same when the app restarts.
 */
id: number, 
/**
 * The name that the person gave it; may be empty.
 */
title: string, 
/**
 * The person's first words, shown for a conversation without a name.
 */
beginning: string, 
/**
 * The time the last line was added, in milliseconds since 1970.
 */
changedAt: number, 
/**
 * The number of lines.
 */
lines: number, };

export type Conversation = { 
/**
 * Stays the same when the app restarts.
 */
id: number, 
/**
 * The name that the person gave it; may be empty.
 */
title: string, 
/**
 * The id of the scenario that it began with.
 */
scenario: string | null, 
/**
 * The lines, in order.
 */
lines: Array<Line>, 
/**
 * An edit or a new answer removed lines, which can be restored.
 */
canUndo: boolean, };

export type Line = { 
/**
 * The speaker.
 */
speaker: Speaker, 
/**
 * The source of the text.
 */
source: Source, 
/**
 * The text as typed, or as it arrived.
 */
text: string, 
/**
 * An answer as sanitized HTML, block by block; empty for typed text.
 */
blocks: Array<string>, 
/**
 * The time it was added, in milliseconds since 1970.
 */
at: number, 
/**
 * The answer was interrupted or stopped.
 */
incomplete: boolean, };

export type Speaker = "adviser" | "partner";

export type Source = "person" | "service" | "demo" | "scenario";

export type Opening = { 
/**
 * The speaker.
 */
speaker: Speaker, 
/**
 * The text.
 */
text: string, };

export type SparringRequest = { 
/**
 * The id of the conversation.
 */
conversation: number, 
/**
 * The text of the line.
 */
text: string, 
/**
 * The number of the line to replace. That line and those after it are removed, and can be restored.
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
 * The id of the conversation.
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
 * Markdown before the first line: title, time and participants.
 */
heading: string, 
/**
 * The name of the person.
 */
adviser: string, 
/**
 * The name of the service.
 */
partner: string, 
/**
 * The name of the demo service.
 */
demo: string, 
/**
 * The name for lines of the scenario.
 */
scenario: string, 
/**
 * The notice on an incomplete answer.
 */
incomplete: string, };

export type DiagnosisEvent = { "type": "planned", 
/**
 * The steps, in their order.
 */
steps: Array<DiagnosisStep>, } | { "type": "began", 
/**
 * The step.
 */
step: DiagnosisStep, } | { "type": "ended", 
/**
 * Its result.
 */
result: DiagnosisResult, };

export type DiagnosisStep = "proxy" | "resolve" | "connect" | "tunnel" | "tls" | "answer" | "clock" | "key";

export type DiagnosisState = "passed" | "noted" | "failed" | "skipped";

export type DiagnosisResult = { 
/**
 * The step.
 */
step: DiagnosisStep, 
/**
 * How it ended.
 */
state: DiagnosisState, 
/**
 * How long it took, in milliseconds.
 */
ms: number, 
/**
 * What it found out.
 */
facts: DiagnosisFacts | null, 
/**
 * Why it failed.
 */
problem: Problem | null, };

export type DiagnosisFacts = { "of": "proxy", 
/**
 * Host and port; `null` for a direct connection.
 */
proxy: string | null, 
/**
 * `http`, `https` or `socks5`.
 */
scheme: string | null, 
/**
 * Who chose it, or chose none.
 */
source: ProxySource, 
/**
 * The environment variable that did.
 */
variable: string | null, 
/**
 * Whether there are a user name and a password for it.
 */
hasLogin: boolean, } | { "of": "addresses", 
/**
 * The proxy's or the service's host.
 */
host: string, 
/**
 * The first ones.
 */
addresses: Array<string>, 
/**
 * How many there are.
 */
count: number, } | { "of": "connected", 
/**
 * Address and port at the other end.
 */
to: string, } | { "of": "tls", 
/**
 * Whose it is.
 */
subject: string, 
/**
 * Who issued it.
 */
issuer: string, 
/**
 * The hosts that it is for.
 */
hosts: Array<string>, 
/**
 * When it becomes valid, in seconds since 1970.
 */
notBefore: number, 
/**
 * When it expires, in seconds since 1970.
 */
notAfter: number, 
/**
 * The authority at the end of its chain.
 */
root: string, 
/**
 * Who vouches for it.
 */
trust: CertificateTrust, } | { "of": "answer", 
/**
 * The HTTP status.
 */
status: number | null, 
/**
 * What the software that answered calls itself.
 */
server: string | null, 
/**
 * The gateways on the way.
 */
via: string | null, } | { "of": "clock", 
/**
 * Seconds by which this machine's clock is ahead; negative if it is behind.
 */
ahead: number, } | { "of": "key", 
/**
 * The verdict.
 */
verdict: DiagnosedKey, };

export type ProxySource = "thisMachine" | "setting" | "settingException" | "environment" | "environmentException" | "system" | "nothing";

export type CertificateTrust = "system" | "added" | "nobody";

export type DiagnosedKey = "accepted" | "rejected" | "invalidUser";

export type RecordKind = "audit" | "diligence" | "updates" | "sparring" | "lines";

export type RecordOutcome = "running" | "finished" | "failed" | "cancelled" | "interrupted";

export type RecordSort = "created" | "kind" | "title" | "model" | "outcome" | "elapsed" | "tokens";

export type RecordScope = "everywhere" | "material" | "pictures" | "answer";

export type RecordPlace = "asked" | "picture" | "answer";

export type RecordQuery = { 
/**
 * Search terms, separated by spaces; a record must contain each of them.
 */
text: string, 
/**
 * The parts of a record to search for the terms.
 */
scope: RecordScope, 
/**
 * Only these kinds; all if empty.
 */
kinds: Array<RecordKind>, 
/**
 * Only these outcomes; any if empty.
 */
outcomes: Array<RecordOutcome>, 
/**
 * Only records of the demo service, or only of the real one.
 */
demo: boolean | null, 
/**
 * Only this model.
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
 * Reverses the order.
 */
descending: boolean, };

export type RecordsFound = { 
/**
 * Identifies this search. A later search replaces it.
 */
search: number, 
/**
 * The number of records found.
 */
total: number, 
/**
 * The total number of records.
 */
of: number, 
/**
 * The models that occur in records.
 */
models: Array<string>, 
/**
 * The first rows, as many as requested.
 */
rows: Array<RecordRow>, };

export type ContextPart = { 
/**
 * The text.
 */
text: string, 
/**
 * The text matches a search term.
 */
hit: boolean, };

export type RecordRow = { 
/**
 * The id of the record in this database.
 */
id: number, 
/**
 * The assistant.
 */
kind: RecordKind, 
/**
 * The title shown to people; empty for a picture without a name.
 */
title: string, 
/**
 * The time it started, in milliseconds since 1970, UTC.
 */
createdMs: number, 
/**
 * Minutes by which the local clock was ahead of UTC.
 */
offsetMinutes: number, 
/**
 * Whether the demo service answered.
 */
demo: boolean, 
/**
 * The model.
 */
model: string, 
/**
 * The state of the run.
 */
outcome: RecordOutcome, 
/**
 * Duration in milliseconds.
 */
elapsedMs: number | null, 
/**
 * Tokens used.
 */
tokens: number | null, 
/**
 * The SHA-256 of the picture shown for it: `material://localhost/thumbnail/<sha256>`.
 */
picture: string | null, 
/**
 * The snippet around the first match; empty without a search.
 */
context: Array<ContextPart>, 
/**
 * The source of the snippet; `null` without a search.
 */
place: RecordPlace | null, 
/**
 * The number of records of the same material, company or topic, including this one.
 */
versions: number, 
/**
 * The record is known to be damaged. If not, `records_damaged` checks it.
 */
damaged: boolean, };

export type RecordMaterial = { 
/**
 * `received` or `sent`.
 */
role: string, 
/**
 * The file name.
 */
name: string, 
/**
 * The SHA-256 of its bytes.
 */
sha256: string, 
/**
 * `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`.
 */
format: string, 
/**
 * Width in pixels.
 */
width: number, 
/**
 * Height in pixels.
 */
height: number, 
/**
 * The size in bytes.
 */
bytes: number, 
/**
 * Whether a web view can show it.
 */
showable: boolean, };

export type RecordVersion = { 
/**
 * The id of the record in this database.
 */
id: number, 
/**
 * The time it started, in milliseconds since 1970, UTC.
 */
createdMs: number, 
/**
 * Minutes by which the local clock was ahead of UTC.
 */
offsetMinutes: number, 
/**
 * The state of the run.
 */
outcome: RecordOutcome, 
/**
 * Whether the demo service answered.
 */
demo: boolean, };

export type RecordEvent = { 
/**
 * `started`, `ended`, `packaged`, `exported`.
 */
kind: string, 
/**
 * In milliseconds since 1970, UTC.
 */
atMs: number, 
/**
 * The number of the event in the chain.
 */
seq: number, };

export type RecordFacts = { 
/**
 * The id of the record in this database.
 */
id: number, 
/**
 * The uid of the record, which packages contain.
 */
uid: string, 
/**
 * The assistant.
 */
kind: RecordKind, 
/**
 * The title shown to people.
 */
title: string, 
/**
 * The time it started, in milliseconds since 1970, UTC.
 */
createdMs: number, 
/**
 * Minutes by which the local clock was ahead of UTC.
 */
offsetMinutes: number, 
/**
 * The IANA name of the time zone.
 */
zone: string, 
/**
 * The version of the app that wrote it.
 */
app: string, 
/**
 * The service asked: scheme, host and port.
 */
origin: string, 
/**
 * Whether the demo service answered.
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
 * Whether the answer was streamed.
 */
streamed: boolean, 
/**
 * The fingerprint of the API key used.
 */
keyFingerprint: string | null, 
/**
 * The text of the request: the text to audit, the company, the topic or the line.
 */
text: string, 
/**
 * The source of each part of that text; empty if unknown.
 */
sources: Array<CopySource>, 
/**
 * The number of earlier conversation lines sent with it.
 */
linesBefore: number, 
/**
 * The pictures.
 */
materials: Array<RecordMaterial>, 
/**
 * How the sent pictures were made, in the order of the `sent` materials; empty in records of older versions, which
 * sent files unchanged.
 */
sent: Array<SentPart>, 
/**
 * What happened to all of these, see [`super::Material::notes`].
 */
notes: Array<string>, 
/**
 * Some parts of the audit have no complete answer.
 */
incomplete: boolean, 
/**
 * The state of the run.
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
 * The events of the record in the chain.
 */
auditTrail: Array<RecordEvent>, 
/**
 * The number of materials not hashed yet: they are hashed when shown or exported.
 */
unread: number, 
/**
 * The size in bytes above which materials are not hashed when the record is opened.
 */
unreadOver: number, };

export type DamagedRecord = { 
/**
 * The id of the record in this database.
 */
id: number, 
/**
 * The uid as found.
 */
uid: string, 
/**
 * The title as found.
 */
title: string, 
/**
 * The faults found.
 */
faults: Array<CheckFault>, 
/**
 * The events in the chain for that uid.
 */
auditTrail: Array<RecordEvent>, };

export type OpenedRecord = { 
/**
 * The number of the run, for all commands on a report.
 */
run: number, 
/**
 * The other facts.
 */
facts: RecordFacts, };

export type ExportForm = "package" | "markdown" | "html" | "docx" | "pdf";

export type Advance = { 
/**
 * Steps done.
 */
done: number, 
/**
 * Steps in total.
 */
of: number, };

export type Exported = { 
/**
 * The name of the file or folder; `null` if the dialog was cancelled.
 */
name: string | null, 
/**
 * The number of exported records.
 */
count: number, 
/**
 * The number of damaged records, which this format can't export since it would not say that they are damaged.
 */
damaged: number, 
/**
 * The export was stopped before the end; exported files remain.
 */
stopped: boolean, };

export type RegisterForm = "xlsx" | "csv";

export type RegisterWords = { 
/**
 * The name of the sheet and the title of the workbook.
 */
title: string, 
/**
 * The column headings, in this order: number, started, local time zone, assistant, title, outcome, demo or real,
 * model, duration (seconds), tokens, service, SHA-256 of the material, uid of the record.
 */
columns: Array<string>, 
/**
 * The names of the assistants, in the order of `RecordKind`.
 */
kinds: Array<string>, 
/**
 * The names of the outcomes, in the order of `RecordOutcome`.
 */
outcomes: Array<string>, 
/**
 * The values of the column "demo or real": for the demo service and for the real one.
 */
services: Array<string>, 
/**
 * The notice above a table with a demo.
 */
demoNotice: string, 
/**
 * Replaces the title and the outcome of a damaged record.
 */
damaged: string, 
/**
 * The notice above a table with a damaged record.
 */
damagedNotice: string, };

export type CheckFault = { 
/**
 * A key under `check.fault.` in the locale files.
 */
code: string, 
/**
 * The id of the record affected, if any.
 */
record: number | null, 
/**
 * The title of the record, or its uid if it is gone.
 */
title: string, 
/**
 * The event of the chain affected.
 */
seq: number | null, 
/**
 * The column affected, or SQLite's own message; may be empty.
 */
detail: string, };

export type AnchorState = "holds" | "broken" | "none" | "unavailable";

export type CheckReport = { 
/**
 * Events of the chain.
 */
events: number, 
/**
 * The last hash of the chain.
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
 * The result of comparing the anchor with the chain.
 */
anchor: AnchorState, 
/**
 * When backups replaced the database, in milliseconds since 1970, UTC: an anchor from before may be accepted then.
 */
restoredAt: number[], 
/**
 * The faults found; at most 200 are listed.
 */
faults: Array<CheckFault>, 
/**
 * The number of faults, including those not listed.
 */
faultCount: number, 
/**
 * Duration in milliseconds.
 */
elapsedMs: number, 
/**
 * The check was stopped before the end.
 */
stopped: boolean, };

export type StatisticsRow = { 
/**
 * Such as `2026-09`, by the local clock of each record.
 */
month: string, 
/**
 * The assistant.
 */
kind: RecordKind, 
/**
 * The state of the runs.
 */
outcome: RecordOutcome, 
/**
 * The number of runs.
 */
count: number, 
/**
 * The number of them that the demo service answered.
 */
demo: number, 
/**
 * Tokens used, as far as the service reports them.
 */
tokens: number, };

export type Statistics = { 
/**
 * By month, assistant and outcome.
 */
rows: Array<StatisticsRow>, 
/**
 * Damaged records, which `rows` does not include.
 */
damaged: number, 
/**
 * Records in `rows` that were not checked yet; repeated requests make progress.
 */
unchecked: number, };

export type RecordsBackup = { 
/**
 * Identifies the backup.
 */
name: string, 
/**
 * The time it was made, in milliseconds since 1970, UTC.
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
 * The reason why they are unusable; `null` if they are usable.
 */
problem: Problem | null, 
/**
 * Their folder, for display only; no command takes a path.
 */
folder: string, 
/**
 * Whether the person chose the folder.
 */
chosen: boolean, 
/**
 * The number of records.
 */
count: number, 
/**
 * Size of the database in bytes.
 */
bytes: number, 
/**
 * The backups, the latest first.
 */
backups: Array<RecordsBackup>, };

export type UnfinishedRecord = { 
/**
 * The id of the record in this database.
 */
id: number, 
/**
 * The assistant.
 */
kind: RecordKind, 
/**
 * The title shown to people.
 */
title: string, };

export type Drafts = { 
/**
 * The text to audit.
 */
audit: string, 
/**
 * The source of each part of that text; empty if unknown.
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
 * The recognized text.
 */
text: string, 
/**
 * The confidence of the model, 0.5 to 1; a person should check values below 0.8.
 */
confidence: number, 
/**
 * The corners in pixels of the picture as shown: upper left, upper right, lower right, lower left, as seen by a
 * reader of the line.
 */
quad: [[number, number], [number, number], [number, number], [number, number]], 
/**
 * The direction.
 */
direction: LineDirection, 
/**
 * The approximate font size, in pixels of the picture.
 */
fontSize: number, };

export type PictureText = { 
/**
 * In reading order.
 */
lines: Array<TextLine>, 
/**
 * The number of detected lines that were not read because there were too many.
 */
leftOut: number, 
/**
 * How the page was turned clockwise before it became a picture: 0, 90, 180 or 270 degrees. Its lines were read
 * accordingly; their corners are those in the picture as shown.
 */
turned: number, };

export type ReadingEvent = { "type": "notInstalled" } | { "type": "unread" } | { "type": "waiting" } | { "type": "looking", 
/**
 * The share of the picture that was scanned, 0 to 1.
 */
part: number, } | { "type": "found", 
/**
 * Their corners, see [`TextLine`].
 */
quads: Array<[[number, number], [number, number], [number, number], [number, number]]>, } | { "type": "line", 
/**
 * `null` if it turned out not to be text.
 */
line: TextLine | null, 
/**
 * The number of lines read, including this one.
 */
done: number, 
/**
 * The total number.
 */
of: number, } | { "type": "read", 
/**
 * The text.
 */
text: PictureText, } | { "type": "stopped" } | { "type": "failed", 
/**
 * The reason.
 */
problem: Problem, };

export type Material = { 
/**
 * Unique until the app ends.
 */
id: number, 
/**
 * The file name, without its folder; empty for a picture from the clipboard.
 */
name: string, 
/**
 * The format by content: `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `svg`, `pdf`, `docx`, `pptx`, `text`.
 */
format: string, 
/**
 * Width in pixels as shown, after applying the orientation in the file. Several pictures count as one sheet on which
 * they are stacked. 0 if there is only text.
 */
width: number, 
/**
 * Height in pixels, likewise.
 */
height: number, 
/**
 * The number of pictures and their kind, if it may have several.
 */
pages: [number, PageKind] | null, 
/**
 * Characters of the text in it, which `material_text` returns; `null` if it has none.
 */
textCharacters: number | null, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * The SHA-256 of the file, in hexadecimal.
 */
sha256: string, 
/**
 * Whether the window can show the file itself; otherwise it shows the pictures as sent.
 */
showable: boolean, 
/**
 * The pictures sent, in order; empty if there is only text.
 */
parts: Array<SentPart>, 
/**
 * What happened to all parts: names of `intake::Note` in lowercase (`cut_by_text`), and for each page on which
 * pictures were omitted `left_out_on_page`, its number and their count.
 */
notes: Array<string>, 
/**
 * The names of other files in the same drop, which were ignored.
 */
leftOut: Array<string>, };

export type Rectangle = { 
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

export type PagePlace = { 
/**
 * The kind of picture.
 */
kind: PageKind, 
/**
 * Its number, from 1.
 */
number: number, 
/**
 * Its rectangle on the sheet.
 */
region: Rectangle, };

export type PageKind = "page" | "frame" | "picture";

export type SentPart = { 
/**
 * Its number in the order of sending, from 1.
 */
number: number, 
/**
 * The part of the original it shows.
 */
region: Rectangle, 
/**
 * The picture of the file that it shows, if the file has several.
 */
page: PagePlace | null, 
/**
 * A reduced overview of a picture that is also sent in strips, to show how the strips fit together.
 */
context: boolean, 
/**
 * Pixels sent per pixel of the original, along a side; 1 is unscaled.
 */
scale: number, 
/**
 * Width in pixels, as sent.
 */
width: number, 
/**
 * Height in pixels, as sent.
 */
height: number, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * The SHA-256 of the bytes sent, in hexadecimal.
 */
sha256: string, 
/**
 * How the bytes were written: `original` (the file unchanged), `original_cut` (without some metadata),
 * `original_ended` (with its missing end mark), `png`, `png_grey`, `png_palette`, `jpeg`.
 */
encoder: string, 
/**
 * The quality of a JPEG written by the app, 1 to 100.
 */
quality: number | null, 
/**
 * The pixels are those of the original, except as `Material.notes` says.
 */
lossless: boolean, 
/**
 * Why it is not the file itself: `location`, `bytes`, `side`, `kind`, `turned`, `inks`, `background`, `context`.
 */
reasons: Array<string>, };

export type Preparing = { 
/**
 * The file name, without its folder; empty for a picture from the clipboard.
 */
name: string, 
/**
 * `unpacking` (decoding the file), `lines` (detecting lines of text, so that no cut goes through them), `parts`
 * (writing what is sent), `pages` (processing the pictures of the file one after another).
 */
stage: string, 
/**
 * Parts or pictures done, or the percentage of the picture scanned.
 */
done: number, 
/**
 * The total; 0 if it is not known yet.
 */
of: number, 
/**
 * Preparation is slow: no progress for more than this many seconds.
 */
slow: number | null, };

export type FindingsRequest = { 
/**
 * The copy.
 */
copy: string, 
/**
 * The staged material; `null` for copy alone.
 */
material: number | null, 
/**
 * The person's statements about the material.
 */
context: MaterialContext, 
/**
 * The language of titles and messages.
 */
english: boolean, };

export type MaterialContext = { 
/**
 * `fund`, `private-fund`, `wealth`, `loan`, `credit-card`, `insurance`, `deposit`, `advisory`, `none`.
 */
product: string | null, 
/**
 * `public`, `qualified`.
 */
audience: string | null, 
/**
 * `image`, `text`, `video`, `audio`, `sms`, `live`, `print`.
 */
medium: string | null, 
/**
 * `bank`, `wealth-company`, `fund-manager`, `distributor`, `broker`, `insurer`, `insurance-intermediary`,
 * `loan-platform`, `local-finance`, `unlicensed`.
 */
institution: string | null, 
/**
 * A province or municipality in Chinese.
 */
place: string | null, 
/**
 * The planned day of publication, as YYYY-MM-DD.
 */
date: string | null, };

export type Judgement = { 
/**
 * Facts about the material.
 */
context: MaterialContext, 
/**
 * Findings of the rules that the person dismissed.
 */
dismissed: Array<Dismissal>, 
/**
 * Findings that the person added.
 */
own: Array<OwnFinding>, };

export type FindingsDraft = { 
/**
 * The SHA-256 of the file that it is about; `null` for copy alone.
 */
material: string | null, 
/**
 * The person's statements.
 */
judged: Judgement, };

export type Dismissal = { 
/**
 * The id of the rule.
 */
rule: string, 
/**
 * The words; see [`Finding::excerpt`].
 */
excerpt: string, 
/**
 * The reason: 1 to 500 characters.
 */
reason: string, };

export type OwnFinding = { 
/**
 * Its severity.
 */
severity: FindingSeverity, 
/**
 * In a few words: 1 to 200 characters.
 */
title: string, 
/**
 * Anything else: at most 2,000 characters.
 */
note: string, 
/**
 * The words in the copy or in the picture; empty if something is missing.
 */
excerpt: string, 
/**
 * A box that the person drew in the picture: its corners in pixels of the picture as shown.
 */
quad: [[number, number], [number, number], [number, number], [number, number]] | null, 
/**
 * The words in the copy, as UTF-16 offsets.
 */
copy: [number, number] | null, };

export type Findings = { 
/**
 * By severity, then by position.
 */
findings: Array<Finding>, 
/**
 * The number of further findings, of which there were too many to show.
 */
omitted: number, 
/**
 * Rules that could not run.
 */
notChecked: Array<UncheckedRules>, 
/**
 * The context that the rules assumed: product, audience, medium, institution, place, date.
 */
context: Array<ContextField>, 
/**
 * Whether the text of the picture took part.
 */
picture: PictureChecked, 
/**
 * The number of rules that ran or would run with more context.
 */
rules: number, 
/**
 * The packs that took part.
 */
packs: Array<RulePack>, };

export type PictureChecked = "none" | "unread" | "read";

export type Finding = { 
/**
 * The id of the rule.
 */
rule: string, 
/**
 * The id of its pack.
 */
pack: string, 
/**
 * The kind of finding.
 */
kind: FindingKind, 
/**
 * The topic of the rule, a key under `findings.topic.` in the locale files or a word of the pack.
 */
topic: string, 
/**
 * The severity of the finding.
 */
severity: FindingSeverity, 
/**
 * The rule in a few words.
 */
title: string, 
/**
 * Details that the title leaves out: figures, reasons. Often empty.
 */
explanation: string, 
/**
 * The exact words in the text; empty where something is missing.
 */
excerpt: string, 
/**
 * The suggestion.
 */
suggestion: string, 
/**
 * The law behind it; `null` for good practice and for rules of the person's own.
 */
basis: FindingBasis | null, 
/**
 * The words in the picture: for each stretch within one line, its corners in pixels of the picture as shown: upper left, upper
 * right, lower right, lower left.
 */
picture: Array<[[number, number], [number, number], [number, number], [number, number]]>, 
/**
 * The words in the copy, as pairs of UTF-16 offsets: start and end.
 */
copy: Array<[number, number]>, };

export type FindingKind = "ban" | "required" | "requiredIf" | "number" | "evidence" | "layout" | "person" | "advice";

export type FindingSeverity = "high" | "medium" | "low";

export type FindingBasis = { 
/**
 * The title of the law.
 */
law: string, 
/**
 * The id of the law.
 */
lawId: string, 
/**
 * The article; `null` unless its exact words are known.
 */
article: string | null, 
/**
 * The part of the article that matters, word for word.
 */
text: string | null, 
/**
 * The confidence in the wording: `A` to `D`.
 */
confidence: string, 
/**
 * A remark on the words, such as 原文待复核.
 */
note: string | null, 
/**
 * The person who compared the article with the official text, if anybody did.
 */
checked: ArticleCheck | null, };

export type UncheckedRules = { 
/**
 * `product`, `audience`, `medium`, `institution`, `place`, `date`, `picture`.
 */
needs: Array<string>, 
/**
 * The titles of the rules.
 */
titles: Array<string>, };

export type ContextField = { 
/**
 * `product`, `audience`, `medium`, `institution`, `place`, `date`.
 */
name: string, 
/**
 * The name of the value; `null` if it is unknown.
 */
value: string | null, 
/**
 * Whether the app guessed it.
 */
guessed: boolean, 
/**
 * The words behind the guess.
 */
words: Array<string>, };

export type RulePack = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its version.
 */
version: string, 
/**
 * The SHA-256 of its file, in hexadecimal.
 */
sha256: string, };

export type AnswerFindings = { 
/**
 * In the order of the answer.
 */
findings: Array<AnswerFinding>, 
/**
 * The number of paragraphs, rows and list items that are no findings and stay text.
 */
unparsed: number, };

export type AnswerFinding = { 
/**
 * The finding in a few words, as the answer puts it.
 */
title: string, 
/**
 * The severity that the answer gives; `null` if it gives none.
 */
severity: FindingSeverity | null, 
/**
 * Words of the material that the answer quotes; empty if it quotes none that occur in the material.
 */
excerpt: string, 
/**
 * The law as the answer names it; may be empty. Nobody has checked it.
 */
basis: string, 
/**
 * The suggestion of the answer; may be empty.
 */
suggestion: string, 
/**
 * The first words of its passage in the report, by which it can be found there.
 */
passage: string, 
/**
 * The excerpt in the picture, see [`Finding::picture`].
 */
picture: Array<[[number, number], [number, number], [number, number], [number, number]]>, 
/**
 * The excerpt in the copy, see [`Finding::copy`].
 */
copy: Array<[number, number]>, };

export type RecordFindings = { 
/**
 * The offline check before the run; `null` in records of the first versions.
 */
check: RecordCheck | null, 
/**
 * Later checks of the same material, oldest first.
 */
rechecks: Array<Recheck>, 
/**
 * The findings in the service's answer.
 */
answer: AnswerFindings, };

export type NotChecked = { 
/**
 * The record has no offline check at all.
 */
everything: boolean, 
/**
 * The text of the picture was not known when the rules ran.
 */
picture: boolean, 
/**
 * Rules that could not run.
 */
rules: Array<UncheckedRules>, };

export type RecordCheck = { 
/**
 * The findings of the rules. `rules` is 0, as the record does not say how many there were.
 */
findings: Findings, 
/**
 * The findings that the person dismissed.
 */
dismissed: Array<Dismissal>, 
/**
 * The findings that the person added.
 */
own: Array<OwnFinding>, };

export type Recheck = { 
/**
 * The time, in milliseconds since 1970.
 */
atMs: number, 
/**
 * The findings of the rules.
 */
check: RecordCheck, };

export type FindingCounts = { 
/**
 * 高风险
 */
high: number, 
/**
 * 中风险
 */
medium: number, 
/**
 * 低风险
 */
low: number, 
/**
 * Good practice beyond the law.
 */
advice: number, };

export type ArticleCheck = { 
/**
 * The name of the person.
 */
by: string, 
/**
 * The day, as YYYY-MM-DD.
 */
on: string, };

export type LawArticle = { 
/**
 * The title of the law.
 */
law: string, 
/**
 * The article, as in 第九条.
 */
article: string, 
/**
 * Its exact text, as far as the app has it.
 */
text: string, 
/**
 * The source of the text.
 */
source: string, 
/**
 * The day on which the law came into force, if known.
 */
effective: string | null, 
/**
 * The confidence in the wording: `A` to `D`.
 */
confidence: string, 
/**
 * The person who compared it with the official text, if anybody did.
 */
checked: ArticleCheck | null, 
/**
 * Whether the person can remove the text, so that the built-in one is shown again.
 */
removable: boolean, 
/**
 * The rules that quote the article.
 */
quotes: Array<ArticleQuote>, };

export type ArticleQuote = { 
/**
 * The title of the rule.
 */
title: string, 
/**
 * The words that it quotes; empty for the whole article.
 */
excerpt: string, 
/**
 * Whether the text has these words. If not, the rule keeps the text and the confidence that it had before.
 */
isInText: boolean, };

export type PastedArticle = { 
/**
 * The id of the law.
 */
law: string, 
/**
 * The article, as in 第九条: 1 to 50 characters.
 */
article: string, 
/**
 * Its text: 1 to 20,000 characters. White space around it is removed.
 */
text: string, 
/**
 * Its address or the document's number: 1 to 500 characters.
 */
source: string, 
/**
 * The name of the person: 1 to 50 characters.
 */
by: string, };

export type CitedLaw = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * The confidence in its wording: `A` to `D`.
 */
confidence: string, 
/**
 * Its articles: those that the person checked, then the others.
 */
articles: Array<CitedArticle>, };

export type CitedArticle = { 
/**
 * As in 第九条.
 */
number: string, 
/**
 * The confidence in the wording: `A` to `D`.
 */
confidence: string, 
/**
 * The person who compared it with the official text, if anybody did.
 */
checked: ArticleCheck | null, 
/**
 * Whether the person can remove the text, so that the built-in one is shown again.
 */
removable: boolean, 
/**
 * The number of rules that quote it.
 */
rules: number, 
/**
 * The number of those whose words the text does not have.
 */
missing: number, };

export type ReviewState = "open" | "reviewed" | "approved" | "returned" | "archived";

export type Conclusion = "pass" | "passAfterChanges" | "refused";

export type Submission = { 
/**
 * 编号, such as SC-2026-0001.
 */
number: string, 
/**
 * 材料名称
 */
title: string, 
/**
 * 材料类型, such as 海报.
 */
type: string, 
/**
 * 投放渠道
 */
channel: string, 
/**
 * 关联产品
 */
product: string, 
/**
 * 适用客群
 */
audience: string, 
/**
 * 申请部门
 */
department: string, 
/**
 * 申请人
 */
submitter: string, 
/**
 * 联系方式
 */
contact: string, 
/**
 * 拟投放日期
 */
planned: string, 
/**
 * 有效期至
 */
validUntil: string, 
/**
 * 素材来源
 */
source: string, };

export type Choice = "adopted" | "changed" | "dismissed";

export type ReviewDecision = { 
/**
 * [`ReviewFinding::id`].
 */
finding: string, 
/**
 * The person's decision.
 */
choice: Choice, 
/**
 * The severity that the person gives it, if it was changed.
 */
severity: FindingSeverity | null, 
/**
 * The words that the person puts in the place of the suggestion.
 */
wording: string, 
/**
 * The reason; required unless it was adopted.
 */
reason: string, };

export type PointResult = "pass" | "fail" | "notApplicable";

export type CheckResult = { 
/**
 * [`ChecklistPoint::id`].
 */
point: string, 
/**
 * The answer.
 */
result: PointResult, 
/**
 * The reason; required unless it passes.
 */
note: string, };

export type Rectification = { 
/**
 * The item to put right.
 */
item: string, 
/**
 * By whom.
 */
owner: string, 
/**
 * By when, as YYYY-MM-DD.
 */
deadline: string, };

export type ReviewDraft = { 
/**
 * The submission.
 */
submission: Submission, 
/**
 * At most one for each finding.
 */
decisions: Array<ReviewDecision>, 
/**
 * At most one for each point.
 */
checklist: Array<CheckResult>, 
/**
 * The conclusion that the person drew.
 */
conclusion: Conclusion | null, 
/**
 * The opinion as a whole.
 */
opinion: string, 
/**
 * The items to put right.
 */
rectification: Array<Rectification>, 
/**
 * At most one for each finding of the previous version.
 */
earlier: Array<EarlierAnswer>, };

export type FindingSource = "rules" | "service" | "person";

export type ReviewFinding = { 
/**
 * The same as long as the record is the same.
 */
id: string, 
/**
 * From 1, by severity and position.
 */
number: number, 
/**
 * Its sources.
 */
sources: Array<FindingSource>, 
/**
 * The id of the rule.
 */
rule: string | null, 
/**
 * The kind of finding; `null` if no rule found it.
 */
kind: FindingKind | null, 
/**
 * The topic of the rule; may be empty.
 */
topic: string, 
/**
 * The most serious of its sources; medium where the service does not say.
 */
severity: FindingSeverity, 
/**
 * In a few words.
 */
title: string, 
/**
 * Details that the title leaves out; may be empty.
 */
explanation: string, 
/**
 * The exact words; empty if something is missing.
 */
excerpt: string, 
/**
 * The suggestion; may be empty.
 */
suggestion: string, 
/**
 * The law behind the rule.
 */
basis: FindingBasis | null, 
/**
 * The law as the service names it, unchecked; may be empty.
 */
serviceBasis: string, 
/**
 * The first words of its passage in the service's report; may be empty.
 */
passage: string, 
/**
 * See [`super::Finding::picture`].
 */
picture: Array<[[number, number], [number, number], [number, number], [number, number]]>, 
/**
 * See [`super::Finding::copy`].
 */
copy: Array<[number, number]>, 
/**
 * The person's reason for dismissing it before the run.
 */
dismissed: string | null, };

export type ChecklistPoint = { 
/**
 * Its id in the checklist.
 */
id: string, 
/**
 * Its subject, such as 知情权.
 */
category: string, 
/**
 * The question.
 */
point: string, 
/**
 * The law behind it; may be empty.
 */
basis: string, 
/**
 * Nothing is signed before it is answered.
 */
required: boolean, };

export type ReviewStepKind = "checked" | "reviewed" | "approved" | "returned" | "archived" | "stamped" | "compared";

export type ReviewStep = { 
/**
 * The kind of step.
 */
kind: ReviewStepKind, 
/**
 * The time, in milliseconds since 1970.
 */
atMs: number, 
/**
 * The signer; empty if nobody signed.
 */
name: string, 
/**
 * Their staff number.
 */
staff: string, 
/**
 * The first 16 hexadecimal digits of their public key.
 */
key: string, 
/**
 * The opinion or the reason; the name of the file of a comparison.
 */
words: string, 
/**
 * The result of a comparison.
 */
outcome: PublishedOutcome | null, 
/**
 * A difference found by a comparison.
 */
differences: Array<string>, 
/**
 * The time stamp, checked again.
 */
stamp: StepStamp | null, };

export type StampTrust = "trusted" | "unverified" | "untrusted" | "invalid";

export type StepStamp = { 
/**
 * The name in the authority's certificate; empty if the token can't be read.
 */
authority: string, 
/**
 * The address that was asked.
 */
address: string, 
/**
 * The time that the authority confirms, in milliseconds since 1970.
 */
timeMs: number, 
/**
 * The accuracy of that time in milliseconds; `null` if the authority gives none.
 */
accuracyMs: number | null, 
/**
 * The trust in it.
 */
trust: StampTrust, 
/**
 * The fault of an invalid one.
 */
problem: Problem | null, };

export type ReviewStamp = { 
/**
 * The settings name an authority.
 */
wanted: boolean, 
/**
 * The review is archived, and has no time stamp that holds.
 */
missing: boolean, 
/**
 * The reason why the last request since the start of the app failed.
 */
problem: Problem | null, };

export type PublishedOutcome = "identical" | "samePicture" | "cropped" | "framed" | "altered" | "other";

export type Missing = { 
/**
 * A key under `review.missing.` in the locale files.
 */
what: string, 
/**
 * The finding or the point that it is about.
 */
finding: string | null, 
/**
 * Figures for the sentence; an object.
 */
params: Record<string, unknown>, };

export type ArchivedLetter = { 
/**
 * Its file name.
 */
name: string, 
/**
 * The SHA-256 of the file.
 */
sha256: string, 
/**
 * Its size.
 */
bytes: number, };

export type ReviewPicture = { 
/**
 * Its SHA-256.
 */
sha256: string, 
/**
 * Its file name.
 */
name: string, 
/**
 * Width in pixels.
 */
width: number, 
/**
 * Height in pixels.
 */
height: number, };

export type Review = { 
/**
 * The number of the record.
 */
record: number, 
/**
 * The demo service answered.
 */
demo: boolean, 
/**
 * Its state.
 */
state: ReviewState, 
/**
 * The part that a person can change while it is open.
 */
draft: ReviewDraft, 
/**
 * The version of the material, from 1.
 */
version: number, 
/**
 * The version that this one corrects.
 */
earlier: EarlierVersion | null, 
/**
 * The signed version that corrects this one.
 */
later: LaterVersion | null, 
/**
 * The findings to decide on.
 */
findings: Array<ReviewFinding>, 
/**
 * The number of paragraphs of the service's answer that stay text.
 */
unparsed: number, 
/**
 * The parts that the rules did not check.
 */
notChecked: NotChecked, 
/**
 * The points for the type of the material.
 */
checklist: Array<ChecklistPoint>, 
/**
 * The types of material, in the language of the window.
 */
types: Array<string>, 
/**
 * The conclusion that follows from the decisions; `null` until all are made.
 */
proposed: Conclusion | null, 
/**
 * The entries missing before signing.
 */
missingToSign: Array<Missing>, 
/**
 * The entries missing before archiving.
 */
missingToArchive: Array<Missing>, 
/**
 * The signed steps, oldest first.
 */
steps: Array<ReviewStep>, 
/**
 * A second person must approve.
 */
approvalNeeded: boolean, 
/**
 * The picture that was audited.
 */
picture: ReviewPicture | null, 
/**
 * The copy that was audited.
 */
copy: string, 
/**
 * Earlier values of the fields of [`Submission`], latest first.
 */
remembered: { [key in string]: Array<string> }, 
/**
 * Values of the fields of [`Submission`] that the app knows; the person takes them or not.
 */
proposals: { [key in string]: string }, 
/**
 * The values of a list of submissions for the material; they fill a new draft.
 */
listed: ListedSubmission | null, 
/**
 * Reasons to choose from.
 */
reasons: Array<string>, 
/**
 * The letters in the archive.
 */
letters: Array<ArchivedLetter>, 
/**
 * Whether it lacks its time stamp.
 */
stamp: ReviewStamp, };

export type ReviewRow = { 
/**
 * The number of the record.
 */
record: number, 
/**
 * 编号; may be empty.
 */
number: string, 
/**
 * The version of the material, from 1.
 */
version: number, 
/**
 * 材料名称, or the title of the record.
 */
title: string, 
/**
 * Its state.
 */
state: ReviewState, 
/**
 * The conclusion, once there is one.
 */
conclusion: Conclusion | null, 
/**
 * 材料类型
 */
type: string, 
/**
 * 申请部门
 */
department: string, 
/**
 * 申请人
 */
submitter: string, 
/**
 * The last change, in milliseconds since 1970.
 */
atMs: number, 
/**
 * The number of findings.
 */
findings: number, 
/**
 * Those without a decision.
 */
undecided: number, 
/**
 * The demo service answered.
 */
demo: boolean, 
/**
 * Until when an archived review is kept, as YYYY-MM-DD; empty without a date.
 */
retainUntil: string, };

export type Signer = { 
/**
 * The public key in hexadecimal.
 */
key: string, 
/**
 * Name.
 */
name: string, 
/**
 * Staff number.
 */
staff: string, 
/**
 * The time the key was made, in milliseconds since 1970.
 */
createdMs: number, };

export type LetterForm = "docx" | "pdf";

export type LetterTemplate = { 
/**
 * Its file name; `null` if letters have the built-in form.
 */
name: string | null, 
/**
 * Its faults; empty if letters can be written with it.
 */
faults: Array<TemplateFault>, };

export type TemplateFault = { 
/**
 * The fault.
 */
kind: TemplateFaultKind, 
/**
 * The names of the fields or parts concerned, as in the template; may be empty.
 */
names: Array<string>, };

export type TemplateFaultKind = "unreadable" | "notDocx" | "protected" | "damaged" | "tooLarge" | "unpacksTooLarge" | "tooManyFiles" | "tooComplex" | "macros" | "activeContent" | "external" | "wordField" | "unknown" | "missing" | "misplaced" | "repeated" | "unclosed" | "unpackable";

export type EarlierStatus = "resolved" | "present" | "notApplicable";

export type EarlierAnswer = { 
/**
 * [`EarlierFinding::number`].
 */
number: number, 
/**
 * Its status.
 */
status: EarlierStatus, 
/**
 * A remark; required if it no longer applies.
 */
note: string, };

export type EarlierReason = "again" | "reworded" | "gone" | "notFound" | "unread" | "wordless";

export type EarlierFinding = { 
/**
 * Its number in that review.
 */
number: number, 
/**
 * As the reviewer took it to be; `null` if unknown.
 */
severity: FindingSeverity | null, 
/**
 * In a few words.
 */
title: string, 
/**
 * The exact words; empty if something was missing.
 */
excerpt: string, 
/**
 * The change that the reviewer asked for; may be empty.
 */
wording: string, 
/**
 * The proposed status; `null` if there is none.
 */
proposed: EarlierStatus | null, 
/**
 * The reason.
 */
reason: EarlierReason, 
/**
 * The finding of this review that corresponds to it: [`super::ReviewFinding::id`].
 */
finding: string | null, };

export type EarlierDismissal = { 
/**
 * [`super::ReviewFinding::id`] in this review.
 */
finding: string, 
/**
 * Its number in the review of the previous version.
 */
number: number, 
/**
 * The reason for dismissing it then.
 */
reason: string, };

export type EarlierVersion = { 
/**
 * The number of its record; `null` if the record is gone or damaged.
 */
record: number | null, 
/**
 * The id of its record in the evidence.
 */
uid: string, 
/**
 * 编号; may be empty.
 */
number: string, 
/**
 * 材料名称; may be empty.
 */
title: string, 
/**
 * The version, from 1; 0 if unknown.
 */
version: number, 
/**
 * The state of its review.
 */
state: ReviewState | null, 
/**
 * The conclusion of its review.
 */
conclusion: Conclusion | null, 
/**
 * The copy that was audited.
 */
copy: string, 
/**
 * The picture that was audited.
 */
picture: ReviewPicture | null, 
/**
 * The findings that stood.
 */
findings: Array<EarlierFinding>, 
/**
 * Those that were dismissed and were found again.
 */
dismissed: Array<EarlierDismissal>, 
/**
 * The findings of this review that the previous version did not have: [`super::ReviewFinding::id`].
 */
fresh: Array<string>, };

export type LaterVersion = { 
/**
 * The number of its record.
 */
record: number, 
/**
 * 编号
 */
number: string, 
/**
 * The version.
 */
version: number, };

export type Likeness = "number" | "title" | "picture" | "none";

export type VersionChoice = { 
/**
 * The number of its record.
 */
record: number, 
/**
 * 编号
 */
number: string, 
/**
 * 材料名称
 */
title: string, 
/**
 * The version, from 1.
 */
version: number, 
/**
 * The state of its review.
 */
state: ReviewState, 
/**
 * The conclusion of its review.
 */
conclusion: Conclusion, 
/**
 * The time the audit began, in milliseconds since 1970.
 */
atMs: number, 
/**
 * The similarity between the two.
 */
likeness: Likeness, 
/**
 * Already has a signed later version.
 */
taken: boolean, };

export type Alignment = { 
/**
 * Later pixels for each earlier one, horizontally.
 */
scaleX: number, 
/**
 * Later pixels for each earlier one, vertically.
 */
scaleY: number, 
/**
 * The position of the left edge.
 */
x: number, 
/**
 * The position of the upper edge.
 */
y: number, };

export type ChangeKind = "changed" | "removed" | "added" | "recoloured";

export type ChangedRegion = { 
/**
 * The kind of difference.
 */
kind: ChangeKind, 
/**
 * The position in the picture of the previous version.
 */
earlier: Rectangle, 
/**
 * The position in the later picture.
 */
later: Rectangle, };

export type ChangedWords = { 
/**
 * The kind of difference.
 */
kind: ChangeKind, 
/**
 * The words before; empty if some were added.
 */
earlier: string, 
/**
 * The words now; empty if some were removed.
 */
later: string, 
/**
 * Their position in the picture of the previous version, or where they would be.
 */
earlierPlace: Rectangle | null, 
/**
 * Their position in the later picture, or where they would be.
 */
laterPlace: Rectangle | null, 
/**
 * Known from the text only, not from the pixels.
 */
byTextAlone: boolean, };

export type PicturesCompared = { 
/**
 * The later picture, compared with the previous version.
 */
outcome: PublishedOutcome, 
/**
 * The alignment of the pictures; `null` if they can't be aligned.
 */
alignment: Alignment | null, 
/**
 * The regions that differ, from top to bottom.
 */
regions: Array<ChangedRegion>, 
/**
 * Which words differ, in the order of the earlier lines, then the added ones.
 */
words: Array<ChangedWords>, 
/**
 * The text of a picture was not read, so no words were compared.
 */
unread: boolean, 
/**
 * There are more regions or words than are listed.
 */
cut: boolean, };

export type VersionsCompared = { 
/**
 * The pictures; `null` unless both versions have one.
 */
pictures: PicturesCompared | null, 
/**
 * The copies, line by line.
 */
copies: Comparison, };

export type Stability = { 
/**
 * The number of audits to compare.
 */
wanted: number, 
/**
 * The number of requests that each audit sends.
 */
requests: number, 
/**
 * Whether the demo service answered: its answers follow fixed rules and never differ.
 */
demo: boolean, 
/**
 * The audits that finished, the earliest first. Others don't count.
 */
runs: Array<StabilityRun>, 
/**
 * The findings of the service in all of them, in the order in which they first came.
 */
findings: Array<StabilityFinding>, };

export type StabilityRun = { 
/**
 * The id of its record.
 */
record: number, 
/**
 * Its start, in milliseconds since 1970.
 */
createdMs: number, 
/**
 * The offset of the local time from UTC, in minutes.
 */
offsetMinutes: number, 
/**
 * The number of its findings.
 */
findings: number, 
/**
 * The number of paragraphs, rows and list items in its answer that are no findings and stay text.
 */
unparsed: number, };

export type StabilityFinding = { 
/**
 * The finding in a few words, as the first of the audits puts it.
 */
title: string, 
/**
 * The most serious level in any of the audits; `null` if none says.
 */
severity: FindingSeverity | null, 
/**
 * Words of the material that the answers quote; may be empty.
 */
excerpt: string, 
/**
 * The law as the first answer names it; may be empty.
 */
basis: string, 
/**
 * The suggestion of the first answer; may be empty.
 */
suggestion: string, 
/**
 * The audits that have it, as places in [`Stability::runs`] from 0, ascending.
 */
runs: Array<number>, };

export type ReviewFigures = { 
/**
 * Submissions: records with a draft or a signed review.
 */
submissions: number, 
/**
 * Those with a signed review in force.
 */
concluded: number, 
/**
 * Concluded with 通过.
 */
passed: number, 
/**
 * Concluded with 修改后通过.
 */
passedAfterChanges: number, 
/**
 * Concluded with 不通过.
 */
refused: number, 
/**
 * Concluded with 通过 by the first signed review of the first version, never returned.
 */
firstPass: number, 
/**
 * Returned by the approver at least once.
 */
returned: number, 
/**
 * Without a signed review in force.
 */
open: number, 
/**
 * Open, and the planned date is past.
 */
overdue: number, 
/**
 * Findings decided by the reviews in force.
 */
findings: number, 
/**
 * Those adopted.
 */
adopted: number, 
/**
 * Those with another severity or wording.
 */
changed: number, 
/**
 * Those dismissed.
 */
dismissed: number, 
/**
 * The median time from the end of the audit to the signature in force, in milliseconds.
 */
medianMs: number | null, 
/**
 * The longest such time, in milliseconds.
 */
longestMs: number | null, 
/**
 * Compared with the publication.
 */
compared: number, 
/**
 * Those of which something else was published: altered, or another picture.
 */
altered: number, 
/**
 * Those compared while there was no approval in force, or after they had been refused.
 */
unapproved: number, 
/**
 * Things to put right, of the reviews in force.
 */
items: number, 
/**
 * Those whose deadline is past. Whether they were done is not recorded.
 */
itemsDue: number, 
/**
 * Those without a readable deadline.
 */
itemsUndated: number, 
/**
 * Checked again with the rules of a later day.
 */
rechecked: number, };

export type ReviewGroup = { 
/**
 * The value that they share; empty if the field was empty.
 */
name: string, 
/**
 * Their figures.
 */
figures: ReviewFigures, };

export type ReviewReason = { 
/**
 * The words.
 */
reason: string, 
/**
 * The number of times.
 */
count: number, };

export type ReviewStatistics = { 
/**
 * `2026`, `2026-Q3`, `2026-09`, or empty for all time.
 */
period: string, 
/**
 * The months that have submissions, latest first.
 */
monthsKnown: Array<string>, 
/**
 * All submissions of the period.
 */
all: ReviewFigures, 
/**
 * By type of material, the largest group first; so are the next three.
 */
types: Array<ReviewGroup>, 
/**
 * By channel.
 */
channels: Array<ReviewGroup>, 
/**
 * By product.
 */
products: Array<ReviewGroup>, 
/**
 * By department.
 */
departments: Array<ReviewGroup>, 
/**
 * By month, the oldest first.
 */
months: Array<ReviewGroup>, 
/**
 * By quarter, the oldest first.
 */
quarters: Array<ReviewGroup>, 
/**
 * The reasons for dismissing findings, the most frequent first.
 */
reasons: Array<ReviewReason>, 
/**
 * Demo reviews of the period, which are not counted.
 */
demo: number, 
/**
 * Damaged records, which are not counted.
 */
damaged: number, };

export type SubmissionList = { 
/**
 * The name of its file.
 */
name: string, 
/**
 * Its rows, without the header.
 */
rows: number, 
/**
 * Files of the queue that have a row.
 */
matched: number, 
/**
 * Rows that match no file.
 */
rowsWithoutFile: Array<ListRow>, 
/**
 * Rows whose file name an earlier row has already; they are not used.
 */
rowsRepeated: Array<ListRow>, 
/**
 * Dates that can't be read; they are left out.
 */
unreadDates: Array<ListRow>, 
/**
 * Files of the queue that have no row.
 */
filesWithoutRow: Array<string>, 
/**
 * The headers of columns that are not used.
 */
unknownColumns: Array<string>, };

export type ListRow = { 
/**
 * Its number in the file, from 1.
 */
row: number, 
/**
 * The words that it is about: a file name or a date.
 */
text: string, };

export type ListedSubmission = { 
/**
 * The name of the list.
 */
list: string, 
/**
 * The values by the fields of `Submission`; none is empty.
 */
values: { [key in string]: string }, };

export type OwnRulesState = { 
/**
 * Those that can be edited.
 */
own: OwnRules, 
/**
 * Imported packs.
 */
imported: Array<ImportedPack>, 
/**
 * Why the packs can't be used: the file, the line and the reason, in English; the app uses its own packs alone then.
 */
unusable: string | null, };

export type OwnRules = { 
/**
 * The number of the last rule or exemption; the window adds one for each new one.
 */
last: number, 
/**
 * The rules.
 */
rules: Array<OwnRule>, 
/**
 * The exemptions.
 */
exemptions: Array<OwnExemption>, };

export type OwnRule = { 
/**
 * Its number; its id is `own-` and the number.
 */
number: number, 
/**
 * The kind of finding.
 */
kind: OwnRuleKind, 
/**
 * In a few words: 1 to 100 characters.
 */
title: string, 
/**
 * The suggestion: at most 500 characters.
 */
suggestion: string, 
/**
 * The severity of a finding.
 */
severity: FindingSeverity, 
/**
 * Products it holds for, named as in `MaterialContext.product`; all if empty.
 */
products: Array<string>, 
/**
 * Patterns, see docs/rules.md: to find, or one of which must be there (`required`, `requiredIf`).
 */
words: Array<string>, 
/**
 * Patterns that make the words necessary (`requiredIf`).
 */
when: Array<string>, 
/**
 * Patterns that are exempt.
 */
except: Array<string>, 
/**
 * A number below this is a finding (`number`).
 */
below: number | null, 
/**
 * A number above this is a finding (`number`).
 */
above: number | null, };

export type OwnRuleKind = "ban" | "evidence" | "person" | "required" | "requiredIf" | "number" | "advice";

export type OwnExemption = { 
/**
 * Its number.
 */
number: number, 
/**
 * Patterns, see docs/rules.md.
 */
words: Array<string>, 
/**
 * The reason.
 */
reason: string, };

export type ImportedPack = { 
/**
 * Its file name.
 */
file: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Its title in Chinese.
 */
title: string, 
/**
 * Its title in English; may be empty.
 */
titleEn: string, 
/**
 * Its version.
 */
version: string, };

export type OwnRulesTrial = { 
/**
 * Findings of all packs that the rules in force don't have.
 */
added: Array<Finding>, 
/**
 * Findings of the rules in force that are gone.
 */
removed: Array<Finding>, };

export type OwnRulesEffect = { 
/**
 * The number of records that were checked, at most 100, the latest first.
 */
records: number, 
/**
 * The records with other findings.
 */
changed: Array<EffectOnRecord>, };

export type EffectOnRecord = { 
/**
 * The record.
 */
record: number, 
/**
 * Its title.
 */
title: string, 
/**
 * Words of new findings; the title of the rule if something is missing.
 */
added: Array<string>, 
/**
 * Words of findings that are gone.
 */
removed: Array<string>, };

export type Queue = { 
/**
 * Its pictures, in the order in which they are audited.
 */
items: Array<QueueItem>, 
/**
 * Its status.
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
 * Milliseconds until the queue continues.
 */
ms: number, } | { "state": "pausing", 
/**
 * The reason, if the person did not ask for it.
 */
by: Problem | null, } | { "state": "paused", 
/**
 * The reason, if the person did not ask for it.
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
 * Its state.
 */
state: QueueState, 
/**
 * The part being requested, and the number of parts, if it is sent in parts.
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
 * The reason why it has no complete answer.
 */
problem: Problem | null, 
/**
 * The first item of the queue with the same bytes, whose answer serves for this one as well; or the one that looks like it,
 * where that is still there.
 */
sameAs: number | null, 
/**
 * The findings of the offline check.
 */
checked: QueueChecked, };

export type QueueChecked = { "state": "waiting" } | { "state": "reading" } | { "state": "unread" } | { "state": "checked", 
/**
 * The findings.
 */
counts: FindingCounts, };

export type QueueState = "waiting" | "running" | "finished" | "failed" | "stopped" | "unsure" | "same" | "alike";

export type QueueAdded = { 
/**
 * The number of files added to the queue.
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
 * The reason.
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
