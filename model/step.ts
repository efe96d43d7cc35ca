import type { SideName } from "./environment/sides.ts";

/**
 * Steps of a release, in their order. Of a split in China besides: `copy`, before all others; once the backend has had its
 * own, `key`, then role, root stack and `verify` of the web side, and `bridge`.
 */
export const stepsInOrder = ["copy", "role", "root", "build", "key", "verify", "bridge"] as const;

export type Step = (typeof stepsInOrder)[number];

/** A step, and the side that it is of; without one where there is no split. */
export interface StepOfSide {
  readonly step: Step;
  readonly side?: SideName | undefined;
}

const names: Readonly<Record<Step, string>> = {
  copy: "release copy",
  role: "role",
  root: "root stack",
  build: "build",
  key: "gateway key",
  verify: "verify",
  bridge: "bridge check",
};

/** For people; at most 14 characters. */
export function stepName({ step, side }: StepOfSide): string {
  return side === "web" ? `web ${names[step]}` : names[step];
}

/** What a hop goes through where all of Panther is in one account. */
export const stepsOfHop: readonly StepOfSide[] = [
  { step: "role" },
  { step: "root" },
  { step: "build" },
  { step: "verify" },
];

/** What a hop of a split in China goes through. */
export const stepsOfSplitHop: readonly StepOfSide[] = [
  { step: "copy", side: "backend" },
  { step: "role", side: "backend" },
  { step: "root", side: "backend" },
  { step: "build", side: "backend" },
  { step: "verify", side: "backend" },
  { step: "key", side: "backend" },
  { step: "role", side: "web" },
  { step: "root", side: "web" },
  { step: "verify", side: "web" },
  { step: "bridge", side: "web" },
];
