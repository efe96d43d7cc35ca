import { ResourceError } from "../../../local/cloudformation/errors.ts";
import type {
  DeleteRequest,
  LiveResource,
  Provisioned,
  ResourceProvider,
  ResourceRequest,
  UpdateRequest,
} from "../../../local/cloudformation/types.ts";

interface Standing {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly tags: ResourceRequest["tags"];
}

/**
 * Makes resources in memory. A property `Fail: create | update | delete` makes that operation fail; with `HalfMade`, what
 * failed to be created stands all the same; a changed `Name` replaces; `Value` is answered as the attribute Value.
 */
export class FakeProvider implements ResourceProvider {
  readonly standing = new Map<string, Standing>();
  readonly calls: string[] = [];
  /** What a creation or an update of a resource waits for. */
  linger: (logicalId: string) => Promise<void> = async () => {};
  /** As on AWS, deleting what is gone is no error; elsewhere it shows a mistake of the engine. */
  forgiving = false;
  private made = 0;

  supports(type: string): boolean {
    return !type.startsWith("Unknown::");
  }

  async create(request: ResourceRequest): Promise<Provisioned> {
    this.calls.push(`create ${request.logicalId}`);
    await this.linger(request.logicalId);
    const physicalId = `${request.logicalId}-${++this.made}`;
    if ("HalfMade" in request.properties) {
      this.put(physicalId, request);
      throw new ResourceError(`${request.logicalId} was made by half`, physicalId);
    }
    refuse(request, "create");
    return this.put(physicalId, request);
  }

  async update(request: UpdateRequest): Promise<Provisioned> {
    this.calls.push(`update ${request.logicalId}`);
    await this.linger(request.logicalId);
    if (!this.standing.has(request.physicalId)) throw new ResourceError(`${request.physicalId} is not there`);
    refuse(request, "update");
    const replaced = request.properties.Name !== request.oldProperties.Name;
    return this.put(replaced ? `${request.logicalId}-${++this.made}` : request.physicalId, request);
  }

  async delete(request: DeleteRequest): Promise<void> {
    this.calls.push(`delete ${request.logicalId}`);
    if (this.forgiving && !this.standing.has(request.physicalId)) return;
    if (!this.standing.has(request.physicalId)) throw new ResourceError(`${request.physicalId} is not there`);
    refuse(request, "delete");
    this.standing.delete(request.physicalId);
  }

  /** A property `Unreadable` makes a resource one of a type that can't be looked at. */
  async read({ physicalId, properties }: DeleteRequest): Promise<LiveResource | undefined> {
    if ("Unreadable" in properties) return undefined;
    refuse({ properties, logicalId: physicalId }, "read");
    const standing = this.standing.get(physicalId);
    return standing ? { kind: "standing", properties: standing.properties } : { kind: "gone" };
  }

  /** Changes a resource past CloudFormation. */
  tamper(physicalId: string, properties: Readonly<Record<string, unknown>>): void {
    const standing = this.standing.get(physicalId);
    if (!standing) throw new Error(`${physicalId} is not there`);
    this.standing.set(physicalId, { ...standing, properties: { ...standing.properties, ...properties } });
  }

  /** What stands, without physical IDs that depend on the order of calls. */
  image(): readonly string[] {
    return [...this.standing].map(([id, { properties }]) => `${id} ${JSON.stringify(properties)}`).sort();
  }

  private put(physicalId: string, { type, properties, tags }: ResourceRequest): Provisioned {
    this.standing.set(physicalId, { type, properties, tags });
    return {
      physicalId,
      attributes: { Arn: `arn:fake:${physicalId}`, Value: properties.Value ?? "none", Deep: { Er: "deep" } },
    };
  }
}

function refuse({ logicalId, properties }: Pick<ResourceRequest, "logicalId" | "properties">, operation: string): void {
  if (properties.Fail === operation) throw new ResourceError(`${logicalId} refuses to ${operation}`);
}
