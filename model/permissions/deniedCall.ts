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

/** An error of an AWS client that says that the caller may not; undefined for any other. */
export function accessDenied(error: unknown): PantherError | undefined {
  const denied = error instanceof Error && !(error instanceof PantherError) ? deniedCall(error.message) : undefined;
  if (!denied) return undefined;
  const { principal, action, resource, forbidden } = denied;
  const what = `${action}${resource === undefined || resource === "*" ? "" : ` on ${resource}`}`;
  const why = forbidden ? "a policy forbids it" : "no policy of its own allows it";
  return new PantherError("access-denied", `AWS refused ${what} to ${principal}: ${why}.`, fixOf(denied), {
    cause: error,
  });
}

/** Which policy has the action, and how to get it. */
export function fixOf({ action, forbidden }: DeniedCall): string {
  const commands = commandPermissions.filter(({ statements }) =>
    Object.values(statements).some((side) => side.some(({ actions }) => actions.includes(action))),
  );
  if (commands.length === 0)
    return "It is in no command's policy (docs/permissions.md): whoever is refused there is not this tool.";
  const where = forbidden
    ? "Find the policy that forbids it: a boundary, or one of the organisation's."
    : "Print the command's policy with `panther permissions <command> --environment <name>`, and give it to that role or user.";
  const names = commands.map(({ command }) => command).join(", ");
  return `${where} The action is in the policies of: ${names} (docs/permissions.md).`;
}
