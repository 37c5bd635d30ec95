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
pictureSide: number, };

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
problem: Problem, };

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
viewCut: boolean, };
