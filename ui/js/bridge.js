// The only file that knows Tauri. Each export is one command of the shell; each refusal arrives as a Problem.

/**
 * @import {
 *   Advance, AuditRequest, Chart, ChartOrder, CheckReport, Comparison, Conversation, ConversationName, ConversationWords, CopySource, DamagedRecord, Exported,
 *   ExportForm, KeyTest, LinesAuditRequest, Material, OpenedRecord, Opening, PageWords, Problem, Queue, QueueAdded, QueueOrder,
 *   ReadingEvent, RecordQuery, RecordRow, RecordsFound, RecordsState, RegisterForm, RegisterWords, RunEvent, Service, Settings, ShellEvent, SparringRequest, Start,
 *   Statistics, Subject, SubjectKind, SubjectRequest,
 * } from "./ipc.d.ts"
 */

/**
 * What this file uses of Tauri's global.
 * @typedef {object} Core
 * @property {(command: string, args?: Record<string, unknown>) => Promise<unknown>} invoke
 * @property {new (receive: (message: unknown) => void) => object} Channel
 * @property {(path: string, protocol: string) => string} convertFileSrc
 */

/** @returns {Core} */
function core() {
  return /** @type {{ __TAURI__: { core: Core } }} */ (/** @type {unknown} */ (window)).__TAURI__.core;
}

/**
 * Whatever was thrown, as a Problem: also what Tauri itself says when it refuses a command.
 * @param {unknown} thrown
 * @returns {Problem}
 */
export function problemOf(thrown) {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string") {
    const params = "params" in thrown && typeof thrown.params === "object" && thrown.params !== null ? thrown.params : {};
    return { code: thrown.code, params: /** @type {Record<string, unknown>} */ (params) };
  }
  return { code: "internal", params: { place: String(thrown) } };
}

/**
 * @param {string} command
 * @param {Record<string, unknown>} [args]
 * @returns {Promise<any>}
 */
async function call(command, args) {
  try {
    return await core().invoke(command, args);
  } catch (thrown) {
    throw problemOf(thrown);
  }
}

/**
 * @template T
 * @param {(event: T) => void} receive
 */
function channel(receive) {
  return new (core().Channel)((message) => receive(/** @type {T} */ (message)));
}

/** @returns {Promise<Start>} */
export const appStart = () => call("app_start");

/** @param {(event: ShellEvent) => void} receive @returns {Promise<void>} */
export const appListen = (receive) => call("app_listen", { channel: channel(receive) });

/** @returns {Promise<Material | null>} `null`: the dialog was dismissed */
export const materialChoose = () => call("material_choose");

/** @returns {Promise<Material>} */
export const materialPaste = () => call("material_paste");

/** The text in the file on the desk with this id; empty where it has none. @param {number} id @returns {Promise<string>} */
export const materialText = (id) => call("material_text", { id });

/** Ends the preparation of a picture, where one goes on. @returns {Promise<void>} */
export const materialStop = () => call("material_stop");

/** @returns {Promise<void>} */
export const materialRemove = () => call("material_remove");

/**
 * Where an `<img>` finds the picture with this id.
 * @param {number} id
 */
export const materialAddress = (id) => core().convertFileSrc(String(id), "material");

/**
 * Where an `<img>` finds a part of this picture as it is sent.
 * @param {number} id of the picture
 * @param {number} number of the part
 */
export const sentAddress = (id, number) => core().convertFileSrc(`sent/${id}-${number}`, "material");

/**
 * The text in a picture. News arrives until one says that no more will: `notInstalled`, `unread`, `read`, `stopped`, `failed`.
 * @param {string} sha256 of the picture
 * @param {boolean} ask read it now; `false`: tell what is known
 * @param {(event: ReadingEvent) => void} receive
 * @returns {Promise<void>}
 */
export const pictureRead = (sha256, ask, receive) => call("picture_read", { sha256, ask, channel: channel(receive) });

/** @param {string} sha256 of the picture @returns {Promise<void>} */
export const pictureReadStop = (sha256) => call("picture_read_stop", { sha256 });

/**
 * The command that starts a run of one assistant; it resolves to the run's id.
 * @template R
 * @param {string} command
 * @returns {(request: R, receive: (event: RunEvent) => void) => Promise<number>}
 */
const starter = (command) => (request, receive) => call(command, { request, channel: channel(receive) });

/** @type {ReturnType<typeof starter<AuditRequest>>} */
export const auditRun = starter("audit_run");

/** @type {ReturnType<typeof starter<SubjectRequest>>} */
export const diligenceRun = starter("diligence_run");

/** @type {ReturnType<typeof starter<SubjectRequest>>} */
export const updatesRun = starter("updates_run");

/** @type {ReturnType<typeof starter<SparringRequest>>} */
export const sparringRun = starter("sparring_run");

/** Audits what the adviser said in a conversation. @type {ReturnType<typeof starter<LinesAuditRequest>>} */
export const sparringAudit = starter("sparring_audit");

/** @param {number} run @returns {Promise<void>} */
export const runCancel = (run) => call("run_cancel", { run });

/** @param {number} run @returns {Promise<string>} */
export const reportMarkdown = (run) => call("report_markdown", { run });

/**
 * @param {number} run
 * @param {string} heading Markdown put before the report
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const reportSave = (run, heading) => call("report_save", { run, heading });

/**
 * One self-contained page, with the flowchart in it.
 * @param {number} run
 * @param {PageWords} words
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const reportPageSave = (run, words) => call("report_page_save", { run, words });

/** With the previous report on the same subject. @param {number} run @returns {Promise<Comparison>} */
export const reportCompare = (run) => call("report_compare", { run });

/** What is new since the previous report, as clean HTML, block by block. @param {number} run @returns {Promise<string[]>} */
export const reportNews = (run) => call("report_news", { run });

/**
 * @param {number} run
 * @param {ChartOrder} order
 * @returns {Promise<{ chart: Chart, png: Blob }>}
 */
export async function flowchartDraw(run, order) {
  const answer = /** @type {ArrayBuffer} */ (await call("flowchart_draw", { run, order }));
  const length = new DataView(answer).getUint32(0, true);
  const chart = JSON.parse(new TextDecoder().decode(new Uint8Array(answer, 4, length)));
  return { chart, png: new Blob([new Uint8Array(answer, 4 + length)], { type: "image/png" }) };
}

/**
 * @param {number} run
 * @param {"svg" | "png"} form
 * @param {number} scale of a PNG
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const flowchartSave = (run, form, scale) => call("flowchart_save", { run, form, scale });

/** As a picture. @param {number} run @returns {Promise<void>} */
export const flowchartCopy = (run) => call("flowchart_copy", { run });

/** Those that are kept first, then the latest. @param {SubjectKind} kind @returns {Promise<Subject[]>} */
export const subjects = (kind) => call("subject_list", { kind });

/** @param {SubjectKind} kind @param {string} name @param {boolean} pinned @returns {Promise<Subject[]>} */
export const subjectPin = (kind, name, pinned) => call("subject_pin", { kind, name, pinned });

/** @param {SubjectKind} kind @param {string} name @returns {Promise<Subject[]>} */
export const subjectForget = (kind, name) => call("subject_forget", { kind, name });

/** The latest first. @returns {Promise<ConversationName[]>} */
export const conversations = () => call("conversation_names");

/** @param {number} id @returns {Promise<Conversation>} */
export const conversationOpen = (id) => call("conversation_open", { id });

/** @param {string} title @param {string | null} scenario @param {Opening[]} opening @returns {Promise<Conversation>} */
export const conversationNew = (title, scenario, opening) => call("conversation_begin", { title, scenario, opening });

/** @param {number} id @param {string} title @returns {Promise<ConversationName[]>} */
export const conversationRename = (id, title) => call("conversation_rename", { id, title });

/** @param {number} id @returns {Promise<ConversationName[]>} */
export const conversationDelete = (id) => call("conversation_delete", { id });

/** Undoes a delete. @param {number} id @returns {Promise<ConversationName[]>} */
export const conversationRestore = (id) => call("conversation_restore", { id });

/** Brings back the lines that an edit or a new answer took away. @param {number} id @returns {Promise<Conversation>} */
export const conversationUndo = (id) => call("conversation_undo", { id });

/**
 * As Markdown.
 * @param {number} id
 * @param {ConversationWords} words
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const conversationSave = (id, words) => call("conversation_save", { id, words });

/** @param {RecordQuery} query @param {number} rows the first ones, that come at once @returns {Promise<RecordsFound>} */
export const recordsSearch = (query, rows) => call("records_search", { query, rows });

/**
 * @param {number} search
 * @param {number} from
 * @param {number} count
 * @returns {Promise<RecordRow[]>}
 */
export const recordsPage = (search, from, count) => call("records_page", { search, from, count });

/**
 * The report arrives as that of a run does.
 * @param {number} id
 * @param {(event: RunEvent) => void} receive
 * @returns {Promise<OpenedRecord>}
 */
export const recordOpen = (id, receive) => call("record_open", { id, channel: channel(receive) });

/** What does not hold of a record. @param {number} id @returns {Promise<DamagedRecord | null>} `null`: all does */
export const recordDamage = (id) => call("record_damage", { id });

/**
 * @param {number[]} ids one of them asks for a file, several for a folder
 * @param {ExportForm} form
 * @param {(advance: Advance) => void} receive
 * @returns {Promise<Exported>}
 */
export const recordsExport = (ids, form, receive) => call("records_export", { ids, form, channel: channel(receive) });

/** Stops an export or a check. @returns {Promise<void>} */
export const recordsStop = () => call("records_stop");

/**
 * @param {{ search: number } | { ids: number[] }} of what a search found, or these records in this order
 * @param {RegisterForm} form
 * @param {RegisterWords} words
 * @param {(advance: Advance) => void} receive how far it has come
 * @returns {Promise<string | null>} the file's name; `null`: the dialog was dismissed
 */
export const recordsRegister = (of, form, words, receive) => call("records_register", { ...of, form, words, channel: channel(receive) });

/** @param {number} id @param {string} reason @returns {Promise<void>} */
export const recordDelete = (id, reason) => call("record_delete", { id, reason });

/** @param {(advance: Advance) => void} receive @returns {Promise<CheckReport>} */
export const recordsCheck = (receive) => call("records_check", { channel: channel(receive) });

/** Which of these are damaged. @param {number[]} ids @returns {Promise<number[]>} */
export const recordsDamaged = (ids) => call("records_damaged", { ids });

/** @param {number} search @returns {Promise<Statistics>} */
export const recordsStatistics = (search) => call("records_statistics", { search });

/** @returns {Promise<RecordsState>} */
export const recordsState = () => call("records_state");

/** @returns {Promise<RecordsState>} */
export const recordsRetry = () => call("records_retry");

/** @param {string} name of a backup @returns {Promise<RecordsState>} */
export const recordsRestore = (name) => call("records_restore", { name });

/** What is there is put aside. @returns {Promise<RecordsState>} */
export const recordsBeginAnew = () => call("records_begin_anew");

/** @returns {Promise<RecordsState | null>} `null`: the dialog was dismissed */
export const recordsChooseFolder = () => call("records_choose_folder");

/** @param {boolean} here a picture that is dropped is looked up in the records @returns {Promise<void>} */
export const recordsDrop = (here) => call("records_drop", { here });

/** Lays a record's picture on the desk again. @param {number} id @returns {Promise<Material | null>} `null`: it has none */
export const recordMaterial = (id) => call("record_material", { id });

/** @returns {Promise<Queue>} */
export const queueState = () => call("queue_state");

/** Several files, from the system's dialog. @returns {Promise<QueueAdded>} nothing in it: the dialog was dismissed */
export const queueAdd = () => call("queue_add");

/** Those that were set aside because they take long. @returns {Promise<QueueAdded>} */
export const queueAddSlow = () => call("queue_add_slow");

/** What was taken in stays. @returns {Promise<void>} */
export const queueAddStop = () => call("queue_add_stop");

/** Begins, or goes on. @param {QueueOrder} order @returns {Promise<void>} */
export const queueStart = (order) => call("queue_start", { order });

/** What is being audited is finished, and no other begins. @returns {Promise<void>} */
export const queuePause = () => call("queue_pause");

export const queueLeave = () => call("queue_leave");

/** @param {number[]} ids @param {number | null} before `null`: to the end @returns {Promise<void>} */
export const queueMove = (ids, before) => call("queue_move", { ids, before });

/** @param {number[]} ids @returns {Promise<void>} */
export const queueRemove = (ids) => call("queue_remove", { ids });

/** Those of them that are being audited. @param {number[]} ids @returns {Promise<void>} */
export const queueStop = (ids) => call("queue_stop", { ids });

/** They wait again. @param {number[]} ids that failed, were stopped, or are unsure @returns {Promise<void>} */
export const queueRetry = (ids) => call("queue_retry", { ids });

/** Takes what is finished, and what is the same, out of the list. Their records stay. @returns {Promise<void>} */
export const queueClear = () => call("queue_clear");

/** @param {number} atOnce 1 to 4 @returns {Promise<void>} */
export const queueAtOnce = (atOnce) => call("queue_at_once", { atOnce });

/** Where an `<img>` finds a small picture of a material. @param {string} sha256 */
export const thumbnailAddress = (sha256) => core().convertFileSrc(`thumbnail/${sha256}`, "material");

/** Where an `<img>` finds a material of a record, received or sent. @param {string} sha256 */
export const recordedAddress = (sha256) => core().convertFileSrc(`record/${sha256}`, "material");

/**
 * @param {"audit" | "diligence" | "updates"} place
 * @param {string} text
 * @param {CopySource[] | null} sources where the parts of the copy come from
 * @returns {Promise<void>}
 */
export const draftKeep = (place, text, sources) => call("draft_keep", { place, text, sources });

/** @param {boolean} close for good, whatever still runs; `false`: the person wants to go on @returns {Promise<void>} */
export const appClose = (close) => call("app_close", { close });

/** @param {string} url @returns {Promise<void>} */
export const linkOpen = (url) => call("link_open", { url });

/**
 * Tells a person who looks at another window; whether they were told.
 * @param {string} title
 * @param {string} words
 * @returns {Promise<boolean>}
 */
export const appNotify = (title, words) => call("app_notify", { title, words });

/** @param {string} text @returns {Promise<void>} */
export const clipboardWrite = (text) => call("clipboard_write", { text });

/** @param {Settings} settings @returns {Promise<Start>} */
export const settingsSave = (settings) => call("settings_save", { settings });

/** @returns {Promise<Settings | null>} `null`: the dialog was dismissed */
export const settingsChooseCa = () => call("settings_choose_ca");

/** @returns {Promise<Settings>} */
export const settingsRemoveCa = () => call("settings_remove_ca");

/** @param {string} key @returns {Promise<Service>} */
export const keySave = (key) => call("key_save", { key });

/** @returns {Promise<Service>} */
export const keyRemove = () => call("key_remove");

/** @param {boolean} unlock ask the person to unlock the keychain @returns {Promise<Service>} */
export const keyRefresh = (unlock) => call("key_refresh", { unlock });

/** @returns {Promise<KeyTest>} */
export const keyTest = () => call("key_test");
