/** Where a call acts: account, region and the partition that the region belongs to. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
}

/** Time as a dependency: real in local AWS, virtual in unit tests. */
export interface Clock {
  now(): Date;
  /** Resolves after that many milliseconds, or as soon as `signal` is aborted. Never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface ResourceRequest {
  readonly scope: Scope;
  readonly type: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly stackId: string;
  /** Resolved. Scalars are strings, as CloudFormation sends them, except inside JSON documents (policies and the like). */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The stack's tags, to propagate. */
  readonly tags: readonly Tag[];
  /** The service role that CloudFormation acts with; without one it acts with the caller's permissions. */
  readonly roleArn?: string;
}

export interface UpdateRequest extends ResourceRequest {
  readonly physicalId: string;
  readonly oldProperties: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface DeleteRequest extends ResourceRequest {
  readonly physicalId: string;
  /** The whole stack goes, and not this resource alone. */
  readonly withItsStack?: true;
}

export interface Provisioned {
  readonly physicalId: string;
  /** What Fn::GetAtt answers. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Makes the real things. Throws `ResourceError`, whose message becomes the resource's ResourceStatusReason. */
export interface ResourceProvider {
  /** Whether there is such a type at all; a template with one that there isn't is refused. Default: every type is supported. */
  supports?(type: string, partition: Scope["partition"]): boolean;
  create(request: ResourceRequest): Promise<Provisioned>;
  /** Another physicalId than before means that the resource was replaced: the engine deletes the old one in cleanup. */
  update(request: UpdateRequest): Promise<Provisioned>;
  /** Deleting what is gone already is no error, as on AWS: after a restart the engine may ask twice. */
  delete(request: DeleteRequest): Promise<void>;
  /** Looks at what stands, for drift detection. Undefined, or no such method: this type can't be looked at. */
  read?(request: DeleteRequest): Promise<LiveResource | undefined>;
}

/** A resource as it is now, whatever CloudFormation made of it. */
export type LiveResource =
  | { readonly kind: "gone" }
  /** Those of its properties that could be read, as the template names them; of the others nothing is said. */
  | { readonly kind: "standing"; readonly properties: Readonly<Record<string, unknown>> };

/** What IAM knows of service roles. */
export interface ServiceRoles {
  /** Whether CloudFormation gets credentials of a role: not of one that is gone. */
  canBeAssumed(roleArn: string, scope: Scope): Promise<boolean>;
}

/** Fetches template bodies by URL. Throws `TemplateError`. */
export interface TemplateSource {
  fetch(url: string, scope: Scope): Promise<string>;
}

/** Makes resources fail or linger on demand. */
export interface Fault {
  readonly id: string;
  /** Root stack name, glob. */
  readonly stack?: string;
  /** Logical path from the root, such as "Core/OutputsTable"; a glob per segment. Of a change set, its stack's name. */
  readonly path: string;
  readonly on: "create" | "update" | "delete" | "change-set";
  readonly action:
    | { readonly kind: "fail"; readonly reason?: string }
    | { readonly kind: "slow"; readonly seconds: number };
  /** How often it strikes; default: always. */
  readonly times?: number;
  /** Only in operations whose root template's URL contains /v<release>/. */
  readonly release?: string;
  /**
   * In which half of an operation it strikes: while it goes forward, or while it is undone. Default: creates and updates
   * only forward (so that what made an update fail does not also break its rollback), deletes in both.
   */
  readonly phase?: "forward" | "rollback";
}

/** A change behind CloudFormation's back, for its drift detection to find. The resource itself stays as it is. */
export interface OutsideChange {
  readonly id: string;
  /** Root stack name, glob. */
  readonly stack?: string;
  /** Logical path from the root, such as "Core/OutputsTable"; a glob per segment. */
  readonly path: string;
  readonly change:
    | { readonly kind: "deleted" }
    /** `property` as in a template, with / or . before what is inside another; null removes it. */
    | { readonly kind: "property"; readonly property: string; readonly value: unknown };
}

export interface EngineSettings {
  /** Each resource operation takes at least that long. */
  readonly resourceSeconds: number;
}
