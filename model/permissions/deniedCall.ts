import { PantherError } from "../error.ts";
import { commandPermissions } from "./commands.ts";

/** A call that AWS refused, by its message. */
export interface DeniedCall {
  /** ARN of who may not. */
  readonly principal: string;
  readonly action: string;
  readonly resource?: string;
  /** Whether some policy forbids it; otherwise none allows it. */
  readonly forbidden: boolean;
}

/** As services word it: IAM User Guide, "Access denied error messages". */
const wording =
  /User: (?<principal>arn:\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>\S+))?(?<rest>[^\n]*)/;

/** What a message of AWS, or of a tool that repeats it, says of a refused call; undefined where it speaks of none. */
export function deniedCall(message: string): DeniedCall | undefined {
  const { principal, action, resource, rest = "" } = wording.exec(message)?.groups ?? {};
  if (!principal || !action) return undefined;
  return { principal, action, ...(resource && { resource }), forbidden: /explicit deny/i.test(rest) };
}

/** What was run when AWS refused. */
export interface DeniedUse {
  /** As in `commandPermissions`. */
  readonly command: string;
  readonly environment: string;
}

/** An error of an AWS client that says that the caller may not; undefined for any other. */
export function accessDenied(error: unknown, use?: DeniedUse): PantherError | undefined {
  const denied = error instanceof Error && !(error instanceof PantherError) ? deniedCall(error.message) : undefined;
  if (!denied) return undefined;
  const { principal, action, resource, forbidden } = denied;
  const what = `${action}${resource === undefined || resource === "*" ? "" : ` on ${resource}`}`;
  const why = forbidden ? "a policy forbids it" : "no policy of its own allows it";
  return new PantherError("access-denied", `AWS refused ${what} to ${principal}: ${why}.`, fixOf(denied, use), {
    cause: error,
  });
}

/** Which policy has the action, and how to get it. */
export function fixOf({ action, forbidden }: DeniedCall, use?: DeniedUse): string {
  const commands = commandPermissions.flatMap(({ command, statements }) =>
    Object.values(statements).some((side) => side.some(({ actions }) => actions.includes(action))) ? [command] : [],
  );
  const page = "docs/permissions.md";
  if (forbidden) return `Find the policy that forbids it: a boundary, or one of the organisation's (${page}).`;
  if (commands.length === 0)
    return `It is in no command's policy (${page}): whoever is refused there is not this tool.`;
  const own = use && commandPermissions.some(({ command }) => command === use.command) ? use : undefined;
  const print = `panther permissions ${own?.command ?? "<command>"} --environment ${own?.environment ?? "<name>"}`;
  const others = own ? "" : ` The action is in the policies of: ${commands.join(", ")}.`;
  return `Give that role or user the policy that \`${print}\` prints (${page}).${others}`;
}
