// How a review is named by its number and version.

import { t } from "../../js/i18n.js";

/** @param {{ number: string, version: number }} version */
export const versionName = ({ number, version }) => t("review.versions.name", { number: number || t("review.unnumbered"), version });

/** The number alone, as long as there is only one version. @param {{ number: string, version: number }} version */
export const numberOf = (version) => (version.version > 1 ? versionName(version) : version.number || t("review.unnumbered"));
