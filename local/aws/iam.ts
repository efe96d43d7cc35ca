import type { IncomingHttpHeaders } from "node:http";
import type { EmulatorClient } from "./emulatorClient.ts";
import type { Credential } from "./route.ts";
import { isAccountId, scopeOf } from "./scope.ts";
import type { Refusal } from "./signatureRefusal.ts";

export interface IamSettings {
  /**
   * Whether the policies of roles and users decide what their keys may do. A key that is an account's number is the root
   * user's, who may do everything.
   */
  readonly enforceIam: boolean;
}

/** What IAM was asked for one call: an action on a resource, by its caller. */
export interface Asked {
  readonly accountId: string;
  /** ARN. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
}

/** What is to be allowed to a caller besides the calls that it makes itself. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Caller = Pick<Credential, "accessKeyId" | "region"> & { readonly accountId: string };

interface Decided {
  readonly principal: string | null;
  readonly asked: readonly Omit<Asked, "accountId" | "principal">[];
  readonly refusal: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  } | null;
}

/** Decides who may do what, and remembers what was asked, as a policy would have to have it. */
export class Iam {
  settings: IamSettings;
  readonly #emulator: Pick<EmulatorClient, "post">;
  readonly #asked = new Map<string, Asked>();

  constructor(emulator: Pick<EmulatorClient, "post">, settings: IamSettings) {
    this.#emulator = emulator;
    this.settings = settings;
  }

  /** Whether a call has to be asked about. */
  concerns({ accessKeyId }: Pick<Caller, "accessKeyId">): boolean {
    return this.settings.enforceIam && accessKeyId !== "" && !isAccountId(accessKeyId);
  }

  /** AWS's answer to a call that no policy allows; undefined for one that may go on. */
  async refusal(
    caller: Caller,
    service: string,
    { method, url, headers, body }: SentRequest,
  ): Promise<Refusal | undefined> {
    const told = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const request = { service, method, url, headers: told, body: body.toString("base64") };
    const { refusal } = await this.#decide(caller, { request });
    if (!refusal) return undefined;
    const { status, headers: answered, body: text } = refusal;
    const { "Content-Type": type = "application/json", ...rest } = answered;
    return { status, type, body: method === "HEAD" ? "" : text, headers: rest };
  }

  /** The first of some actions that the caller may not do. */
  async firstDenied(caller: Caller, checks: readonly Permission[]): Promise<Asked | undefined> {
    const { principal, asked } = await this.#decide(caller, { checks });
    const denied = asked.find(({ allowed }) => !allowed);
    return denied && { ...denied, accountId: caller.accountId, principal: principal ?? "" };
  }

  asked(): readonly Asked[] {
    return [...this.#asked.values()];
  }

  forget(): void {
    this.#asked.clear();
  }

  async #decide(caller: Caller, question: object): Promise<Decided> {
    const { accountId } = caller;
    const scope = scopeOf(accountId, caller.region);
    const { answer } = await this.#emulator.post("/_local/authorize", { ...scope, ...caller, ...question });
    const decided = answer as unknown as Decided;
    for (const one of decided.asked) {
      const asked = { accountId, principal: decided.principal ?? "", ...one };
      this.#asked.set([accountId, asked.principal, asked.action, asked.resource, asked.allowed].join(" "), asked);
    }
    return decided;
  }
}
