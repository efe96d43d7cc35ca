import type { Scope } from "../cloudformation/types.ts";
import type { EmulatorClient } from "./emulatorClient.ts";
import type { Gateway, GatewayAnswer } from "./gateway.ts";
import { gatewayAddress } from "./gatewayRequest.ts";

interface Deployment {
  readonly id: string;
  readonly status: string;
}
interface Service {
  readonly serviceArn: string;
  readonly taskDefinition: string;
  readonly deployments: readonly Deployment[];
}
interface TaskDefinition {
  readonly containerDefinitions: readonly {
    readonly environment?: readonly { readonly name: string; readonly value: string }[];
  }[];
}

/** What a service's tasks hold in memory: the secret as it was when they started. */
interface Tasks {
  readonly deploymentId: string;
  readonly secretId: string;
  /** Undefined where they could not read it: they end then, and ECS starts others. */
  readonly secret: string | undefined;
}

/**
 * Panther's web app for a backend in China: an ECS service whose container has SECRET_ID in its environment. Its tasks read that
 * secret when they start and keep what it said, so a service that is created, gets another task definition or is deployed
 * anew reads it; nothing else does.
 *
 * What it does for the browser can be asked for at the front, as POST or GET:
 * `/_local/web/<account id>/<region>/<function>`, for example `/_local/web/111111111111/ap-southeast-1/panther-source-api`. It asks
 * the bridge with the URL and the key that its tasks hold and hands back the bridge's status and body. 503 where no such
 * service stands, 500 where its tasks could not read the secret or found no URL and key in it.
 */
export class WebProxy {
  readonly #emulator: Pick<EmulatorClient, "json">;
  readonly #gateway: Pick<Gateway, "answer">;
  /** By the service's ARN, in the order in which they were first seen. */
  readonly #tasks = new Map<string, Tasks>();

  constructor(emulator: Pick<EmulatorClient, "json">, gateway: Pick<Gateway, "answer">) {
    this.#emulator = emulator;
    this.#gateway = gateway;
  }

  /** Looks at the services of an account and region: new deployments read their secret now. */
  async refresh(scope: Scope): Promise<void> {
    const standing = new Set<string>();
    for (const service of await this.#services(scope)) {
      standing.add(service.serviceArn);
      const primary = service.deployments.find(({ status }) => status === "PRIMARY");
      const known = this.#tasks.get(service.serviceArn);
      if (!primary || (known?.deploymentId === primary.id && known.secret !== undefined)) continue;
      const secretId = await this.#secretId(scope, service.taskDefinition);
      if (secretId === undefined) continue;
      const secret = await this.#read(scope, secretId);
      this.#tasks.set(service.serviceArn, { deploymentId: primary.id, secretId, secret });
    }
    for (const arn of this.#tasks.keys()) if (isIn(scope, arn) && !standing.has(arn)) this.#tasks.delete(arn);
  }

  /** What a browser's call gets; undefined where the bridge never answers. */
  async answer(scope: Scope, functionName: string): Promise<GatewayAnswer | undefined> {
    // After a restart of local AWS the tasks have been started anew, too.
    await this.refresh(scope);
    const [, tasks] = [...this.#tasks].find(([arn]) => isIn(scope, arn)) ?? [];
    if (!tasks) return problem(503, "No service of the web app stands in this account and region.");
    const found = contentOf(tasks.secret);
    if (!found) return problem(500, `The tasks found no URL and API_KEY in the secret ${tasks.secretId}.`);
    const url = URL.canParse(found.URL) ? new URL(found.URL) : undefined;
    const address = gatewayAddress(url?.host, `${url?.pathname ?? ""}/cn/${functionName}`);
    if (!address) return problem(502, "The URL in the secret leads to no gateway.");
    const body = JSON.stringify({ listIntegrations: {} });
    return this.#gateway.answer({ ...address, method: "POST", key: found.API_KEY, body });
  }

  async #services(scope: Scope): Promise<readonly Service[]> {
    const { clusterArns } = (await this.#ecs(scope, "ListClusters", {})) as { clusterArns: readonly string[] };
    const found: Service[] = [];
    for (const cluster of clusterArns) {
      const { serviceArns } = (await this.#ecs(scope, "ListServices", { cluster })) as {
        serviceArns: readonly string[];
      };
      if (serviceArns.length === 0) continue;
      const input = { cluster, services: serviceArns };
      const { services } = (await this.#ecs(scope, "DescribeServices", input)) as {
        services: readonly (Service & { readonly status: string })[];
      };
      found.push(...services.filter(({ status }) => status === "ACTIVE"));
    }
    return found;
  }

  async #secretId(scope: Scope, taskDefinition: string): Promise<string | undefined> {
    const answer = await this.#ecs(scope, "DescribeTaskDefinition", { taskDefinition });
    const { containerDefinitions } = (answer as { taskDefinition: TaskDefinition }).taskDefinition;
    const variables = containerDefinitions.flatMap(({ environment = [] }) => environment);
    return variables.find(({ name }) => name === "SECRET_ID")?.value;
  }

  async #read(scope: Scope, SecretId: string): Promise<string | undefined> {
    const none = ["ResourceNotFoundException", "InvalidRequestException"];
    const target = "secretsmanager.GetSecretValue";
    const answer = await this.#emulator.json(scope, "secretsmanager", target, { SecretId }, none);
    return (answer as { readonly SecretString?: string }).SecretString;
  }

  #ecs(scope: Scope, action: string, input: object): Promise<unknown> {
    return this.#emulator.json(scope, "ecs", `AmazonEC2ContainerServiceV20141113.${action}`, input);
  }
}

function isIn({ accountId, region }: Scope, serviceArn: string): boolean {
  const [, , , at, account] = serviceArn.split(":");
  return at === region && account === accountId;
}

function contentOf(secret: string | undefined): { readonly URL: string; readonly API_KEY: string } | undefined {
  try {
    const content: unknown = JSON.parse(secret ?? "");
    if (typeof content !== "object" || content === null || !("URL" in content) || !("API_KEY" in content))
      return undefined;
    return { URL: String(content.URL), API_KEY: String(content.API_KEY) };
  } catch {
    return undefined;
  }
}

function problem(status: number, error: string): GatewayAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ error }) };
}
