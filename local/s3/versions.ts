import type { StoredObject } from "./storedObject.ts";

/** One version of an object, or the marker of its deletion. */
export interface ObjectVersion {
  readonly key: string;
  readonly id: string;
  readonly modified: Date;
  /** Undefined: a delete marker. */
  readonly object: StoredObject | undefined;
  readonly lock?: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly until: Date };
  readonly legalHold?: true;
}

/** Where a listing goes on: behind this version, or with `id` undefined behind all versions of the key. */
export interface VersionMarker {
  readonly key: string;
  readonly id: string | undefined;
}

/** All versions of a bucket's objects, by key and the newest first, as S3 lists them. */
export class Versions {
  readonly #byKey = new Map<string, ObjectVersion[]>();
  /** In order; keys without versions may be left in it. */
  #keys: string[] | undefined;
  #made = 0;
  /** Numbers of versions that are gone: a listing goes on behind them all the same. */
  readonly #numbers = new Map<string, number>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds the newest version of a key. @param id left out: a new one */
  add(version: Omit<ObjectVersion, "id"> & { readonly id?: string }): ObjectVersion {
    this.#made += 1;
    // As long as S3's, so that listings are as large.
    const added = { ...version, id: version.id ?? `v${String(this.#made).padStart(31, "0")}` };
    this.#numbers.set(`${added.id} ${added.key}`, this.#made);
    const others = this.#byKey.get(version.key);
    if (others) others.unshift(added);
    else {
      this.#byKey.set(version.key, [added]);
      this.#keys = undefined;
    }
    this.#size += 1;
    return added;
  }

  find(key: string, id: string): ObjectVersion | undefined {
    return this.#byKey.get(key)?.find((version) => version.id === id);
  }

  latest(key: string): ObjectVersion | undefined {
    return this.#byKey.get(key)?.[0];
  }

  remove(key: string, id: string): void {
    const versions = this.#byKey.get(key) ?? [];
    const at = versions.findIndex((version) => version.id === id);
    if (at < 0) return;
    versions.splice(at, 1);
    this.#size -= 1;
    if (versions.length === 0) this.#byKey.delete(key);
  }

  clear(): void {
    this.#byKey.clear();
    this.#keys = undefined;
    this.#size = 0;
  }

  *after(marker: VersionMarker | undefined): Generator<ObjectVersion> {
    this.#keys ??= [...this.#byKey.keys()].sort();
    const keys = this.#keys;
    const number = marker?.id === undefined ? 0 : this.#numberOf(marker.key, marker.id);
    for (let at = marker ? firstFrom(keys, marker.key) : 0; at < keys.length; at += 1) {
      const key = keys[at] ?? "";
      const versions = this.#byKey.get(key) ?? [];
      if (key !== marker?.key) yield* versions;
      else yield* versions.filter(({ id }) => this.#numberOf(key, id) < number);
    }
  }

  #numberOf(key: string, id: string): number {
    return this.#numbers.get(`${id} ${key}`) ?? 0;
  }
}

/** Index of the first key that is not before this one. */
function firstFrom(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
