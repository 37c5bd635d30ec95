// Which records are selected: some, or all that were found except some. No DOM here.

/** @typedef {ReturnType<typeof createSelection>} Selection */

export function createSelection() {
  /** Selected, or left out where all are selected. @type {Set<number>} */
  let marked = new Set();
  let all = false;

  return {
    /** @param {number} id */
    has: (id) => marked.has(id) !== all,
    /** @param {number} total how many were found */
    count: (total) => (all ? total - marked.size : marked.size),
    /** Records found later would be selected as well. */
    isOpen: () => all,
    /** @param {number} id @param {boolean} wanted */
    set(id, wanted) {
      if (wanted !== all) marked.add(id);
      else marked.delete(id);
    },
    /** @param {boolean} wanted of all that were found; or of none */
    setAll(wanted) {
      all = wanted;
      marked = new Set();
    },
    /**
     * Their numbers.
     * @param {() => Promise<{ id: number }[]>} found all of them, where it must be known
     */
    async ids(found) {
      if (!all) return [...marked];
      return (await found()).map(({ id }) => id).filter((id) => !marked.has(id));
    },
  };
}
