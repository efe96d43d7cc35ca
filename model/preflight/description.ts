import type { Doer } from "./outcome.ts";

export type CheckGroup = "identity" | "approval" | "leftovers" | "fit" | "permissions";

/** What a check is, for people: docs/preflight.md is made from it. */
export interface CheckDescription {
  /** What it looks at, in a few words. */
  readonly title: string;
  /** What is looked at, with the calls or rules that it takes. */
  readonly what: string;
  /** What goes wrong in a deployment otherwise. */
  readonly why: string;
  /** What to do where it fails. */
  readonly fix: string;
  /** Who usually has to do it. */
  readonly who: Doer;
  /** Document or page of AWS that it rests on. */
  readonly source: string;
}
