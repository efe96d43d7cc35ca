import { approvalChecks } from "./approvalChecks.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { fitChecks } from "./fitChecks.ts";
import { identityChecks } from "./identityChecks.ts";
import { leftoverChecks } from "./leftoverChecks.ts";
import { organizationCheck } from "./organizationCheck.ts";
import { permissionChecks } from "./permissionChecks.ts";
import { secretReadersCheck } from "./secretReadersCheck.ts";

/** All checks of one side. */
export const allChecks: readonly Check<Context>[] = [
  ...identityChecks,
  ...approvalChecks,
  ...leftoverChecks,
  ...fitChecks,
  ...permissionChecks,
  secretReadersCheck,
  organizationCheck,
];
