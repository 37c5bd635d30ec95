// The screens in the order of the side bar, without the settings. Side bar, shortcuts and the list of shortcuts follow this list. A new
// screen is a line here, a folder in screens/, its words in the locales and a symbol in parts/icons.html.

import { createAuditScreen } from "../screens/audit/screen.js";
import { createDiligenceScreen } from "../screens/diligence/screen.js";
import { createQueueScreen } from "../screens/queue/screen.js";
import { createRecordsScreen } from "../screens/records/screen.js";
import { createReviewScreen } from "../screens/review/screen.js";
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
 * The services of the window for a screen.
 * @typedef {object} ScreenFrame
 * @property {AppState} app
 * @property {(group: "service" | "network" | "diagnosis" | "review") => void} openSettings
 * @property {(words: string) => void} exempt opens the settings with a sentence that no rule is to flag any more
 * @property {(mark: Mark | null) => void} mark shows the state of its run in the side bar
 * @property {RecordsStatus} records the state of the records
 * @property {(what: number | "integrity", rows?: Rows) => void} openRecords a record by its number, or the integrity and storage of
 *   all records; leaving the record leads back to where it was opened
 * @property {(record: number) => void} openReview the review of an audit, by the number of its record
 * @property {(again: Again) => void} runAgain
 * @property {(screen: ScreenName) => void} openScreen
 */

/**
 * The rows of a screen from which a record is opened, so that the user can step to the next one.
 * @typedef {object} Rows
 * @property {() => number[]} records their numbers, in the order of the rows
 * @property {(record: number) => void} left the user is back on the screen, coming from this record
 */

/**
 * The screen on which a record was opened.
 * @typedef {Partial<Rows> & { screen: ScreenName }} Origin
 */

/**
 * The request of a record, to be run again.
 * @typedef {object} Again
 * @property {number} record its number
 * @property {RecordKind} kind
 * @property {string} text
 * @property {CopySource[]} sources the sources of its parts; empty if they were not recorded
 * @property {{ sha256: string, name: string } | null} file the file that was sent
 * @property {boolean} pictured a picture was sent
 * @property {string} model
 * @property {number} temperature
 * @property {boolean} rest only its parts without an answer
 */

/** The action of a shortcut on the report shown or the copy; `review`: opens its review. @typedef {"copy" | "save" | "page" | "fill" | "review"} ReportAct */

/**
 * A link that leads the keyboard past the controls to a part of the screen.
 * @typedef {{ words: Key, go: () => void }} Skip
 */

/**
 * The actions of a screen that the window calls.
 * @typedef {object} Screen
 * @property {() => void} render all of it, in the current language
 * @property {() => void} [start] the action of the run shortcut
 * @property {() => boolean} escape closes anything open, then stops the run; returns whether there was something to do
 * @property {() => boolean} [find] searches in the content shown; returns whether there is something to search
 * @property {(what: ReportAct) => boolean} [act] whether there was something to act on
 * @property {Skip[]} [skips] for the keyboard, from the screen's title
 * @property {() => void} [choose] a file
 * @property {() => void} [paste] a picture or a file
 * @property {(again: Again) => Promise<void>} [again] runs the request of a record again
 * @property {(what: number | "integrity", from?: Origin) => void} [show] a part of it
 * @property {(by: 1 | -1) => boolean} [step] to the next or the previous one; whether there is something to step through
 * @property {() => void} [opened] the screen is shown
 * @property {() => void} [closed] another screen is shown
 * @property {() => boolean} [takesDrop] a picture that is dropped now is compared with what the screen shows
 * @property {(event: ShellEvent) => boolean} [receive] an event outside of a run; whether to show this screen for it
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
  { id: "review", icon: "review", create: createReviewScreen },
  { id: "diligence", icon: "diligence", create: createDiligenceScreen },
  { id: "updates", icon: "updates", create: createUpdatesScreen },
  { id: "sparring", icon: "sparring", create: createSparringScreen },
  { id: "records", icon: "records", create: createRecordsScreen },
];
