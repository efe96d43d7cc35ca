import { approvalChecks } from "./checks/approval.ts";
import { fitChecks } from "./checks/fit.ts";
import { identityChecks } from "./checks/identity.ts";
import { leftoverChecks } from "./checks/leftovers.ts";
import { permissionChecks } from "./checks/permissions.ts";
import type { CheckDescription, CheckGroup } from "./description.ts";

const groups = {
  identity: identityChecks,
  approval: approvalChecks,
  leftovers: leftoverChecks,
  fit: fitChecks,
  permissions: permissionChecks,
} as const;

/** Stable, for scripts and for `--accept`. */
export type CheckCode = { [Group in keyof typeof groups]: keyof (typeof groups)[Group] }[keyof typeof groups];

/** A check by its code. */
export interface DescribedCheck extends CheckDescription {
  readonly code: CheckCode;
  readonly group: CheckGroup;
}

/** Every check, in the order in which they are shown. */
export const checkCatalog: readonly DescribedCheck[] = Object.entries(groups).flatMap(([group, checks]) =>
  Object.entries(checks).map(
    ([code, description]): DescribedCheck => ({
      ...(description as CheckDescription),
      code: code as CheckCode,
      group: group as CheckGroup,
    }),
  ),
);
