import { callerOf } from "../../model/preflight/caller.ts";
import {
  accessKeyObservations,
  accountObservation,
  iamObservation,
  mayLackIam,
  rootObservation,
  sessionObservation,
} from "../../model/preflight/identity.ts";
import { pass } from "../../model/preflight/outcome.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { callErrorOf } from "./runChecks.ts";

/** A hop's usual time, where no earlier run tells: create or update, and the build after it. */
const assumedSecondsOfHop = 45 * 60;

export const identityChecks: readonly Check<Pick<Context, "run" | "apis" | "credentials" | "facts">>[] = [
  {
    code: "account",
    look: async ({ run: { caller, environment } }) => {
      const { expectedAccountId: accountId, region } = environment;
      return [accountObservation(caller, { accountId, region })];
    },
  },
  { code: "root-user", look: async ({ run }) => [rootObservation(callerOf(run.caller))] },
  {
    code: "session-lifetime",
    look: async ({ run, credentials, facts }) => {
      const own = await credentials();
      // What can't be planned takes at least a hop.
      const plan = await facts.plan().then(
        (planned) => planned.plan,
        () => undefined,
      );
      run.signal.throwIfAborted();
      const measured = plan?.seconds ?? null;
      const assumed = Math.max(plan?.hops.length ?? 1, 1) * assumedSecondsOfHop;
      const expectedSeconds = measured ?? assumed;
      const now = run.timing.now();
      return [sessionObservation({ credentials: own, now, expectedSeconds, measured: measured !== null })];
    },
  },
  {
    code: "mfa",
    look: async ({ run, apis, credentials }) => {
      const caller = callerOf(run.caller);
      if (!mayLackIam(caller, await credentials())) return [pass("Credentials of this kind may call IAM.")];
      const error = await apis.iam.getAccountSummary({}).then(() => undefined, callErrorOf);
      return [iamObservation(caller, error)];
    },
  },
  {
    code: "access-keys",
    look: async ({ run, apis, credentials }) => {
      const own = await credentials();
      const caller = callerOf(run.caller);
      if (own.temporary || caller.kind !== "user") return accessKeyObservations(own, undefined, run.timing.now());
      const { AccessKeyMetadata = [] } = await apis.iam.listAccessKeys({ UserName: caller.name });
      const keys = AccessKeyMetadata.map(({ CreateDate, Status }) => ({
        created: CreateDate ?? new Date(0),
        active: Status === "Active",
      }));
      return accessKeyObservations(own, keys, run.timing.now());
    },
  },
];
