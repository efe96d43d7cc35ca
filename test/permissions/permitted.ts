import type { PolicySide } from "../../model/permissions/command.ts";
import { commandPermissions } from "../../model/permissions/commands.ts";
import { type PolicyDocument, policyOf } from "../../model/permissions/policy.ts";
import type { PolicyPlace } from "../../model/permissions/statement.ts";
import { unprovoked } from "../../model/permissions/unprovoked.ts";
import { askedFor, type OperatorKeys, operatorKeys, type Place } from "./operator.ts";

/** An account whose operators have the policies of single commands. */
export interface Permitted {
  /** Keys of somebody who is allowed what the command's policy says and nothing else. */
  keysFor(
    command: string,
    policy?: (own: PolicyDocument) => PolicyDocument,
    more?: readonly string[],
  ): Promise<OperatorKeys>;
  /** Where the policy of a command, or of any that was run, is not what it was asked for: all of it, and no more. */
  differences(command?: string): Promise<readonly string[]>;
}

/** Names of sessions and roles know no spaces. */
export const sessionOf = (command: string) => command.replaceAll(/[^\w]+/g, "-");

export function permitted(at: Place, side: PolicySide, place: PolicyPlace): Permitted {
  const ran = new Set<string>();
  return {
    keysFor: (command, policy = (own) => own, more = []) => {
      ran.add(command);
      return operatorKeys(at, sessionOf(command), policy(policyOf([command, ...more], side, place)));
    },
    differences: async (one) =>
      (await Promise.all((one === undefined ? [...ran] : [one]).map((command) => differencesOf(command)))).flat(),
  };

  async function differencesOf(command: string): Promise<readonly string[]> {
    const asked = await askedFor(at, sessionOf(command));
    const called = new Set(asked.map(({ action }) => action));
    const found = commandPermissions.find((one) => one.command === command);
    const own = policyOf([command], side, place, "alone").Statement.flatMap(({ Action }) => Action);
    const excused = unprovoked
      .filter(({ commands }) => commands === undefined || commands.includes(command))
      .filter(({ sides }) => sides === undefined || sides.includes(side))
      .flatMap(({ actions }) => actions);
    const idle = own.filter((action) => !called.has(action) && !excused.includes(action));
    const refused = asked.filter(({ allowed }) => !allowed).map(({ action, resource }) => `${action} on ${resource}`);
    return [
      ...(found ? [] : [`${command} has no policy`]),
      ...new Set(idle.map((action) => `${side}: ${command} does not need ${action}`)),
      ...new Set(refused.map((what) => `${side}: ${command} lacks ${what}`)),
    ];
  }
}
