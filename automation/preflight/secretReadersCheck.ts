import { pass } from "../../model/preflight/outcome.ts";
import { namedSecrets, type Reading, readersOf, readingObservations } from "../../model/preflight/secretReaders.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { simulate } from "./simulate.ts";
import { simulateRole } from "./simulateRole.ts";

export const secretReadersCheck: Check<Context> = {
  code: "secret-readers",
  look: async (context) => {
    const secrets = namedSecrets(context.run.environment.parameters);
    if (secrets.length === 0) return [pass("No parameter names a secret or a key.")];
    const questions = secrets.map(({ action, arn }) => ({ actions: [action], resources: [arn] }));
    const { unread } = await context.facts.target();
    const readers = readersOf(await context.facts.releaseResources(), secrets);
    const [role, ...own] = await Promise.all([
      simulateRole(context, questions),
      ...readers.map(async ({ name: who, documents, speaksOf }): Promise<Reading> => {
        const decisions = await simulate(context.apis.iam, { kind: "policies", documents }, questions);
        // Who is meant to read may stand in a template that nobody could read.
        return { who, speaksOf: unread.length === 0 ? speaksOf : [], decisions };
      }),
    ]);
    const ofRole = { who: "the deployment role", speaksOf: [], decisions: role.decisions };
    const found = readingObservations(secrets, [ofRole, ...own]);
    const isOpen = found.some(({ verdict }) => verdict !== "pass");
    return isOpen ? [...found, ...role.notes.filter(({ verdict }) => verdict !== "pass")] : found;
  },
};
