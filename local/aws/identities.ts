import type { EmulatorClient } from "./emulatorClient.ts";
import { defaultAccount, isAccountId, scopeOf } from "./scope.ts";

export interface Identity {
  readonly accountId: string;
  /** As CodeBuild names who started a build: a user's name, or role and session. */
  readonly name: string;
}

/** Who an access key belongs to. */
export class Identities {
  readonly #emulator: Pick<EmulatorClient, "call">;
  readonly #known = new Map<string, Identity>();

  constructor(emulator: Pick<EmulatorClient, "call">) {
    this.#emulator = emulator;
  }

  /** A 12-digit key is its account; any other is asked for at STS, which made it. An unsigned call is the default account's. */
  async of(accessKeyId: string): Promise<Identity> {
    if (accessKeyId === "") return { accountId: defaultAccount, name: defaultAccount };
    if (isAccountId(accessKeyId)) return { accountId: accessKeyId, name: accessKeyId };
    const known = this.#known.get(accessKeyId) ?? (await this.#ask(accessKeyId));
    this.#known.set(accessKeyId, known);
    return known;
  }

  async #ask(accessKeyId: string): Promise<Identity> {
    const answer = await this.#emulator.call({
      scope: scopeOf(accessKeyId, "us-east-1"),
      service: "sts",
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=GetCallerIdentity&Version=2011-06-15",
    });
    const arn = /<Arn>(.*?)<\/Arn>/.exec(answer.body.toString())?.[1] ?? "";
    const [, , , , accountId = defaultAccount, resource = ""] = arn.split(":");
    return { accountId, name: resource.slice(resource.indexOf("/") + 1) };
  }
}
