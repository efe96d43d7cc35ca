import type { EmulatorClient } from "../../../local/aws/emulatorClient.ts";
import { scopeOf } from "../../../local/aws/scope.ts";

export const scope = scopeOf("111111111111", "us-east-1");
export const china = scopeOf("860000000001", "cn-north-1");
export const vendor = scopeOf("222222222222", "us-east-1");

interface Answer {
  readonly physicalId?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** What the probes use of an emulator. */
export class Probe {
  readonly client: EmulatorClient;
  constructor(client: EmulatorClient) {
    this.client = client;
  }

  async operate(
    operation: "create" | "update" | "delete",
    type: string,
    properties: object,
    more: object = {},
  ): Promise<Answer> {
    const fixed = {
      accountId: scope.accountId,
      region: scope.region,
      stackName: "guard",
      stackId: "arn:aws:cloudformation:guard",
      tags: [],
    };
    return (await this.client.resources({ ...fixed, operation, type, logicalId: "Resource", properties, ...more }))
      .answer as Answer;
  }

  create(type: string, properties: object): Promise<Answer> {
    return this.operate("create", type, properties);
  }

  async s3(method: string, path: string, body = "", as = scope): Promise<number> {
    return (await this.client.call({ scope: as, service: "s3", method, path, body })).status;
  }

  /** A function's process says its number. */
  async invoke(name: string): Promise<number> {
    const path = `/2015-03-31/functions/${name}/invocations`;
    return Number(
      (await this.client.call({ scope, service: "lambda", method: "POST", path, body: "{}" })).body.toString(),
    );
  }
}
