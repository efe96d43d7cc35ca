/** Members of a dependency cycle in their order, or nothing when there is none. */
export function cycleIn(ids: readonly string[], needs: (id: string) => readonly string[]): readonly string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): readonly string[] => {
    if (done.has(id)) return [];
    const seen = path.indexOf(id);
    if (seen >= 0) return path.slice(seen);
    path.push(id);
    for (const needed of needs(id)) {
      const cycle = visit(needed);
      if (cycle.length > 0) return cycle;
    }
    path.pop();
    done.add(id);
    return [];
  };
  for (const id of ids) {
    const cycle = visit(id);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

/**
 * Runs each item once everything it needs has succeeded, as many at a time as that allows.
 * An item whose run answers false holds back what needs it; nothing new starts once `stopped` answers true.
 */
export function inDependencyOrder(
  ids: readonly string[],
  needs: (id: string) => Iterable<string>,
  run: (id: string) => Promise<boolean>,
  stopped: () => boolean = () => false,
): Promise<void> {
  const all = new Set(ids);
  const waiting = new Map(
    ids.map((id) => [id, new Set([...needs(id)].filter((need) => need !== id && all.has(need)))]),
  );
  let running = 0;
  return new Promise((resolve, reject) => {
    const start = () => {
      for (const [id, missing] of waiting) {
        if (stopped()) break;
        if (missing.size > 0) continue;
        waiting.delete(id);
        running++;
        run(id).then((succeeded) => {
          running--;
          if (succeeded) for (const others of waiting.values()) others.delete(id);
          start();
        }, reject);
      }
      if (running === 0) resolve();
    };
    start();
  });
}

/** Turns "needs" round: for deleting, an item waits for everything that needs it. */
export function reversed(
  ids: readonly string[],
  needs: (id: string) => Iterable<string>,
): (id: string) => Iterable<string> {
  const dependents = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const id of ids) for (const need of needs(id)) dependents.get(need)?.push(id);
  return (id) => dependents.get(id) ?? [];
}
