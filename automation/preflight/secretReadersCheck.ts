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
    const readers = readersOf(await context.facts.releaseResources());
    const [role, ...own] = await Promise.all([
      simulateRole(context, questions),
      ...readers.map(async ({ name, documents }): Promise<Reading> => {
        return { who: name, decisions: await simulate(context.apis.iam, { kind: "policies", documents }, questions) };
      }),
    ]);
    const found = readingObservations(secrets, [{ who: "the deployment role", decisions: role.decisions }, ...own]);
    const isOpen = found.some(({ verdict }) => verdict !== "pass");
    return isOpen ? [...found, ...role.notes.filter(({ verdict }) => verdict !== "pass")] : found;
  },
};
