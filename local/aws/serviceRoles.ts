import type { Scope, ServiceRoles } from "../cloudformation/types.ts";
import type { EmulatorClient } from "./emulatorClient.ts";

/** Service roles as MiniStack's IAM has them. */
export class EmulatedRoles implements ServiceRoles {
  readonly #emulator: Pick<EmulatorClient, "call">;

  constructor(emulator: Pick<EmulatorClient, "call">) {
    this.#emulator = emulator;
  }

  async canBeAssumed(roleArn: string, scope: Scope): Promise<boolean> {
    return (await this.#iam(scope, { Action: "GetRole", RoleName: nameOf(roleArn) })).includes("<RoleName>");
  }

  /** Whether a statement of a role's policies forbids an action. What none of them allows is not asked about. */
  async denies(roleArn: string, scope: Scope, action: string, resource: string): Promise<boolean> {
    const form = {
      Action: "SimulatePrincipalPolicy",
      PolicySourceArn: roleArn,
      "ActionNames.member.1": action,
      "ResourceArns.member.1": resource,
    };
    return (await this.#iam(scope, form)).includes("<EvalDecision>explicitDeny<");
  }

  async #iam(scope: Scope, form: Readonly<Record<string, string>>): Promise<string> {
    const { body } = await this.#emulator.call({
      scope,
      service: "iam",
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ Version: "2010-05-08", ...form }).toString(),
    });
    return body.toString();
  }
}

/** A role's name, without its path. */
export function nameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}
