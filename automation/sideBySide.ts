/**
 * Works through items side by side, never more than `limit` at once. What `visit` answers is worked through, too.
 * Rejects with the first error; others that were under way go on unheard.
 */
export async function sideBySide<T>(
  items: readonly T[],
  limit: number,
  visit: (item: T) => Promise<readonly T[]>,
): Promise<void> {
  const waiting = [...items];
  const working = new Set<Promise<void>>();
  while (waiting.length > 0 || working.size > 0) {
    while (working.size < limit) {
      const [item] = waiting.splice(0, 1);
      if (item === undefined) break;
      const work = visit(item).then((more) => {
        waiting.push(...more);
        working.delete(work);
      });
      working.add(work);
    }
    await Promise.race(working);
  }
}
