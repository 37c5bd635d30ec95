// The assistants, in the order in which the window shows them: side bar, shortcuts and screens are made from this list
// alone. A new one is a line here, a file in screens/, its words in the locales and a symbol in index.html.

import { createAuditScreen } from "./screens/audit.js";
import { createDiligenceScreen } from "./screens/diligence.js";
import { createSparringScreen } from "./screens/sparring.js";
import { createUpdatesScreen } from "./screens/updates.js";

/**
 * @import { AppState } from "./app-state.js"
 * @import { ShellEvent, Start } from "./ipc.d.ts"
 * @import { Mark } from "./navigation.js"
 */

/**
 * What the window lends to a screen.
 * @typedef {object} ScreenFrame
 * @property {AppState} app
 * @property {(group: "service" | "network") => void} openSettings
 * @property {(mark: Mark | null) => void} mark says beside the assistant's name how its run goes
 */

/**
 * What a screen does when the window asks it to.
 * @typedef {object} AssistantScreen
 * @property {() => void} render all of it, in the language now in use
 * @property {() => void} start what the run key stands for
 * @property {() => boolean} escape leaves what is open, then the run; whether there was something to leave
 * @property {() => boolean} [find] searches in what is shown; whether there is something
 * @property {() => void} [choose] a file
 * @property {() => void} [paste] what is no text
 * @property {() => void} [opened] it has come into sight
 * @property {() => void} [closed] it goes out of sight
 * @property {(event: ShellEvent) => boolean} [receive] what happens outside of a run; whether this screen is to be shown for it
 */

/**
 * @typedef {object} Assistant
 * @property {string} id of its screen (`screen-<id>`), and of its words: `nav.<id>`, `<id>.title`, `<id>.own`
 * @property {string} icon
 * @property {(frame: ScreenFrame, start: Start) => AssistantScreen} create
 */

/** The first one is shown at the start; the keys are mod+1, mod+2 and so on. @type {Assistant[]} */
export const ASSISTANTS = [
  { id: "audit", icon: "audit", create: createAuditScreen },
  { id: "diligence", icon: "diligence", create: createDiligenceScreen },
  { id: "updates", icon: "updates", create: createUpdatesScreen },
  { id: "sparring", icon: "sparring", create: createSparringScreen },
];
