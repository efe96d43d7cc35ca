import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { identityChecks } from "./identityChecks.ts";

/** All checks of one side. */
export const allChecks: readonly Check<Context>[] = [...identityChecks];
