import type { ResourceProvider } from "../cloudformation/types.ts";

export interface Standstill extends ResourceProvider {
  /**
   * From now on no call begins: those asked for wait for ever. Resolves once the calls under way have ended, or after
   * `patience` milliseconds.
   */
  hold(patience: number): Promise<void>;
}

/**
 * A provider that can be brought to a standstill. What it makes goes away when local AWS stops, while the engine would go on:
 * without this, "connection refused" would be saved as what became of a resource.
 */
export function withStandstill(provider: ResourceProvider): Standstill {
  let held = false;
  const underWay = new Set<Promise<unknown>>();
  const call = <T>(begin: () => Promise<T>): Promise<T> => {
    if (held) return new Promise<never>(() => undefined);
    const running = begin();
    const settled = running.catch(() => undefined);
    underWay.add(settled);
    settled.finally(() => underWay.delete(settled));
    return running;
  };
  return {
    supports: (type, partition) => provider.supports?.(type, partition) ?? true,
    create: (request) => call(() => provider.create(request)),
    update: (request) => call(() => provider.update(request)),
    delete: (request) => call(() => provider.delete(request)),
    read: (request) => call(async () => provider.read?.(request)),
    async hold(patience) {
      held = true;
      let impatience: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        impatience = setTimeout(resolve, patience);
      });
      await Promise.race([Promise.all(underWay), enough]);
      clearTimeout(impatience);
      // The engine takes note of what has ended in the turns after that.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
