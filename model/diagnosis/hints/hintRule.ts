/** One thing that AWS says when an operation fails, what it means here, and what to do. */
export interface HintRule {
  /** Stable, for scripts. */
  readonly code: string;
  /** All that is given must match. Named groups of the reason's expression fill `{names}` in text and fix. */
  readonly when: {
    /** Of the resource's type. */
    readonly type?: RegExp;
    readonly status?: RegExp;
    /** Any of them. */
    readonly reason: readonly RegExp[];
  };
  /**
   * What it means. `{name|other words}`: the other words where there is no such name. `{?name: words}`: words only where
   * there is one.
   */
  readonly text: string;
  /** What to do, with the command where there is one. */
  readonly fix: string;
  /** Where AWS's wording is to be seen. */
  readonly source: string;
}
