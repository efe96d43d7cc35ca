import { PantherError } from "../model/error.ts";
import { accessDenied } from "../model/permissions/deniedCall.ts";
import { listEnvironments } from "./environmentFile.ts";
import { sideBySide } from "./sideBySide.ts";
import { type Status, type StatusOptions, status } from "./status.ts";

/** What came of looking at one environment. */
export type StatusAnswer =
  | { readonly kind: "status"; readonly status: Status }
  | {
      readonly kind: "error";
      readonly environment: string;
      /** `refused`: its file or the credentials are wrong. `failed`: something else happened. */
      readonly result: "refused" | "failed";
      readonly code: string;
      readonly message: string;
      readonly fix: string;
    };

export interface StatusOfAllOptions extends Omit<StatusOptions, "environment"> {
  /** Left out: all of the project. */
  readonly environments?: readonly string[];
}

/** A look at an environment takes a dozen calls; at its drift, a Pulumi process of some 150 MB, too. */
const atOnce = { plain: 6, withDrift: 2 };

/**
 * Looks at several environments side by side. One that can't be looked at stops no other. In the order asked for.
 * @throws PantherError where the project's environments can't be listed; an abort's reason
 */
export async function statusOfAll(options: StatusOfAllOptions): Promise<readonly StatusAnswer[]> {
  const { environments, ...rest } = options;
  const names = [...new Set(environments ?? (await listEnvironments(options.projectDirectory)))];
  const answers = new Map<string, StatusAnswer>();
  await sideBySide(names, options.drift ? atOnce.withDrift : atOnce.plain, async (environment) => {
    answers.set(environment, await answerOf({ ...rest, environment }));
    return [];
  });
  return names.flatMap((name) => answers.get(name) ?? []);
}

async function answerOf(options: StatusOptions): Promise<StatusAnswer> {
  const { environment } = options;
  try {
    return { kind: "status", status: await status(options) };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof PantherError) {
      const { code, message, fix } = error;
      return { kind: "error", environment, result: "refused", code, message, fix };
    }
    const denied = accessDenied(error, { command: "status", environment });
    if (denied) {
      const { code, message, fix } = denied;
      return { kind: "error", environment, result: "failed", code, message, fix };
    }
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const fix = "If AWS or its credentials caused it, mend that; then look again.";
    return { kind: "error", environment, result: "failed", code: "unexpected", message, fix };
  }
}
