// The screens in the order of the side bar, without the settings. Side bar, shortcuts and the list of shortcuts follow this list. A new
// screen is a line here, a folder in screens/, its words in the locales and a symbol in parts/icons.html.

import { createAuditScreen } from "../screens/audit/screen.js";
import { createDiligenceScreen } from "../screens/diligence/screen.js";
import { createQueueScreen } from "../screens/queue/screen.js";
import { createRecordsScreen } from "../screens/records/screen.js";
import { createSparringScreen } from "../screens/sparring/screen.js";
import { createUpdatesScreen } from "../screens/updates/screen.js";

/**
 * @import { AppState } from "./app-state.js"
 * @import { IconName, ScreenName } from "../ids.d.ts"
 * @import { Key } from "./i18n.js"
 * @import { CopySource, RecordKind, ShellEvent, Start } from "./ipc.d.ts"
 * @import { Mark } from "./navigation.js"
 * @import { RecordsStatus } from "../screens/records/records-status.js"
 */

/**
 * What the window lends to a screen.
 * @typedef {object} ScreenFrame
 * @property {AppState} app
 * @property {(group: "service" | "network") => void} openSettings
 * @property {(mark: Mark | null) => void} mark says beside the assistant's name how its run goes
 * @property {RecordsStatus} records how the records stand
 * @property {(what: number | "integrity", rows?: Rows) => void} openRecords a record by its number, or what there is to do about all of
 *   them; who leaves the record is back where it was opened
 * @property {(again: Again) => void} runAgain
 * @property {(screen: ScreenName) => void} openScreen
 */

/**
 * The rows of a screen among which a record is opened, so that one can go on to the next from there.
 * @typedef {object} Rows
 * @property {() => number[]} records their numbers, in the order of the rows
 * @property {(record: number) => void} left back on the screen, coming from this one
 */

/**
 * Where a record was opened.
 * @typedef {Partial<Rows> & { screen: ScreenName }} Origin
 */

/**
 * What a record was asked with, to be asked anew.
 * @typedef {object} Again
 * @property {number} record its number
 * @property {RecordKind} kind
 * @property {string} text
 * @property {CopySource[]} sources where its parts come from; empty where that was not written down
 * @property {{ sha256: string, name: string } | null} file the one that went along
 * @property {boolean} pictured a picture went along
 * @property {string} model
 * @property {number} temperature
 * @property {boolean} rest only the parts of it that have no answer
 */

/** What a key does with the report that is shown, or puts into the copy to audit. @typedef {"copy" | "save" | "page" | "fill"} ReportAct */

/**
 * A way past what stands before a part of the screen.
 * @typedef {{ words: Key, go: () => void }} Skip
 */

/**
 * What a screen does when the window asks it to.
 * @typedef {object} Screen
 * @property {() => void} render all of it, in the language now in use
 * @property {() => void} [start] what the run key stands for
 * @property {() => boolean} escape leaves what is open, then the run; whether there was something to leave
 * @property {() => boolean} [find] searches in what is shown; whether there is something
 * @property {(what: ReportAct) => boolean} [act] whether there was something to do it with
 * @property {Skip[]} [skips] for the keyboard, from the screen's title
 * @property {() => void} [choose] a file
 * @property {() => void} [paste] what is no text
 * @property {(again: Again) => Promise<void>} [again] asks anew what a record was asked with
 * @property {(what: number | "integrity", from?: Origin) => void} [show] a part of it
 * @property {(by: 1 | -1) => boolean} [step] to the next one of what is shown, or the one before; whether that is something to go through
 * @property {() => void} [opened] it has come into sight
 * @property {() => void} [closed] it goes out of sight
 * @property {(event: ShellEvent) => boolean} [receive] what happens outside of a run; whether this screen is to be shown for it
 */

/**
 * @typedef {object} ScreenEntry
 * @property {ScreenName} id of its screen (`screen-<id>`), and of its words: `nav.<id>`, `<id>.title`, and an assistant's `<id>.own`
 * @property {IconName} icon
 * @property {(frame: ScreenFrame, start: Start) => Screen} create
 */

/** The first one is shown at the start; the keys are mod+1, mod+2 and so on. @type {ScreenEntry[]} */
export const SCREENS = [
  { id: "audit", icon: "audit", create: createAuditScreen },
  { id: "queue", icon: "queue", create: createQueueScreen },
  { id: "diligence", icon: "diligence", create: createDiligenceScreen },
  { id: "updates", icon: "updates", create: createUpdatesScreen },
  { id: "sparring", icon: "sparring", create: createSparringScreen },
  { id: "records", icon: "records", create: createRecordsScreen },
];
