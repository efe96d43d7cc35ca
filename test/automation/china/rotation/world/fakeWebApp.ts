import { awsError } from "./awsError.ts";
import type { FakeSecret } from "./fakeSecret.ts";
import type { VirtualTime } from "./virtualTime.ts";

interface Deployment {
  readonly id: string;
  readonly createdAt: Date;
  updatedAt: Date;
  status: "PRIMARY" | "ACTIVE";
  rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  rolloutStateReason?: string;
}

interface Task {
  readonly deployment: string;
  readonly key: string | undefined;
}

const startsAfter = 20_000;
const endsAfter = 50_000;

/** The web app outside China: a service whose tasks keep what they read at their start, and something that reads anew. */
export class FakeWebApp {
  readonly arn = "arn:aws:ecs:ap-southeast-1:210987654321:service/panther-web/Proxy";
  stands = true;
  hasService = true;
  /** New tasks don't come up. */
  breaks = false;
  /** What reads the secret every so often, as a function that caches it. */
  readonly readsEvery = 300_000;
  forced = 0;
  /** Whether an update's answer has the deployment that it made. */
  tellsDeployments = true;
  readonly #time: VirtualTime;
  readonly #secret: FakeSecret;
  #deployments: Deployment[] = [];
  #tasks: Task[] = [];
  #cached: { readonly at: number; readonly key: string | undefined } | undefined;
  #count = 0;

  constructor(time: VirtualTime, secret: FakeSecret) {
    this.#time = time;
    this.#secret = secret;
    time.afterEachSecond(() => this.#goOn());
  }

  /** Keys that something in the web app would use now. */
  get held(): readonly string[] {
    return [...this.#tasks.map(({ key }) => key), this.#cached?.key].flatMap((key) => (key === undefined ? [] : [key]));
  }

  /** Starts the service as it stands, without taking time. */
  start(): void {
    this.deploy();
    const [deployment] = this.#deployments;
    if (deployment) this.#complete(deployment);
  }

  deploy(): void {
    this.#count += 1;
    for (const old of this.#deployments) old.status = "ACTIVE";
    const now = this.#time.now();
    const deployment: Deployment = {
      id: `ecs-svc/${this.#count}`,
      createdAt: now,
      updatedAt: now,
      status: "PRIMARY",
      rolloutState: "IN_PROGRESS",
    };
    this.#deployments.unshift(deployment);
  }

  describeServices({ cluster, services: [arn] }: { cluster: string; services: string[] }) {
    if (cluster !== "panther-web" || arn !== this.arn) return { services: [], failures: [{ reason: "MISSING" }] };
    return { services: [this.#service()] };
  }

  updateService({ service, forceNewDeployment }: { service: string; forceNewDeployment: boolean }) {
    if (service !== this.arn) throw awsError("ServiceNotFoundException");
    if (forceNewDeployment) {
      this.forced += 1;
      this.deploy();
    }
    return this.tellsDeployments ? { service: this.#service() } : {};
  }

  #service() {
    const deployments = this.#deployments.map((deployment) => ({ ...deployment }));
    return { status: "ACTIVE", desiredCount: 2, runningCount: 2, deployments };
  }

  /** The root stack nests the one with the service; pages of one. */
  listStackResources({ StackName, NextToken }: { StackName: string; NextToken?: string }) {
    if (!this.stands) throw awsError("ValidationError", `Stack with id ${StackName} does not exist`);
    const nested = "arn:aws:cloudformation:ap-southeast-1:210987654321:stack/panther-web-Proxy/1";
    if (StackName !== nested) {
      const first = { ResourceType: "AWS::S3::Bucket", PhysicalResourceId: "b", ResourceStatus: "CREATE_COMPLETE" };
      const second = {
        ResourceType: "AWS::CloudFormation::Stack",
        PhysicalResourceId: nested,
        ResourceStatus: "CREATE_COMPLETE",
      };
      return NextToken ? { StackResourceSummaries: [second] } : { StackResourceSummaries: [first], NextToken: "2" };
    }
    const service = {
      ResourceType: "AWS::ECS::Service",
      PhysicalResourceId: this.arn,
      ResourceStatus: "CREATE_COMPLETE",
    };
    return { StackResourceSummaries: this.hasService ? [service] : [] };
  }

  #goOn(): void {
    const now = this.#time.milliseconds;
    const primary = this.#deployments.find(({ status }) => status === "PRIMARY");
    if (primary?.rolloutState === "IN_PROGRESS") {
      const age = now - primary.createdAt.getTime();
      const isStarted = this.#tasks.some(({ deployment }) => deployment === primary.id);
      if (age >= startsAfter && !isStarted && !this.breaks) this.#startTask(primary);
      if (age >= endsAfter) {
        if (this.breaks) {
          primary.rolloutState = "FAILED";
          primary.rolloutStateReason = "tasks failed to start";
        } else this.#complete(primary);
      }
    }
    if (!this.stands || (this.#cached && now - this.#cached.at < this.readsEvery)) return;
    this.#cached = { at: now, key: this.#secret.value?.API_KEY };
  }

  #startTask({ id }: Deployment): void {
    this.#tasks.push({ deployment: id, key: this.#secret.value?.API_KEY });
  }

  #complete(deployment: Deployment): void {
    if (!this.#tasks.some((task) => task.deployment === deployment.id)) this.#startTask(deployment);
    this.#tasks = this.#tasks.filter((task) => task.deployment === deployment.id);
    this.#deployments = [deployment];
    deployment.rolloutState = "COMPLETED";
    deployment.updatedAt = this.#time.now();
  }
}
