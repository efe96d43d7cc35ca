import { type Partition, partitionOf } from "../release/partition.ts";

/** A value of a condition key, with its type as the simulator wants it. */
export interface ContextValue {
  readonly type: "string" | "stringList" | "boolean" | "date" | "numeric";
  readonly values: readonly string[];
}

/** Values by condition key, as the policies write the key. */
export type ContextValues = Readonly<Record<string, ContextValue>>;

/** What is known of the requests that a deployment makes. */
export interface RequestSituation {
  readonly accountId: string;
  /** Of the service's own endpoint: global services have one region a partition. */
  readonly region: string;
  readonly principal: { readonly arn: string; readonly tags?: Readonly<Record<string, string>> };
  /** CloudFormation makes them with a role; else a person does. */
  readonly byCloudFormation: boolean;
  /** A service makes them with a person's own permissions; left out: none does. */
  readonly calledVia?: string;
  /** A role is handed to this service; left out: none is. */
  readonly passedTo?: string;
  /** Sent with what is made, by name. */
  readonly tags: Readonly<Record<string, string>>;
  /** Of the buckets that are made. */
  readonly encryption: "AES256" | "aws:kms";
  /** Of the roles that are made; null: none. */
  readonly boundary: string | null;
  /** `o-…`, where it is known. */
  readonly organizationId?: string;
  readonly now: Date;
}

/** `absent`: the requests are known not to have it. `unknown`: only the request itself tells. */
export type KeyValue = ContextValue | "absent" | "unknown";

const text = (value: string): ContextValue => ({ type: "string", values: [value] });
const truth = (value: boolean): ContextValue => ({ type: "boolean", values: [String(value)] });
const optional = (value: string | null | undefined, otherwise: "absent" | "unknown"): KeyValue =>
  typeof value === "string" ? text(value) : otherwise;

/** What comes from where a person is, or who they are: CloudFormation's own calls have nothing of it. */
const notOfCloudFormation = ({ byCloudFormation }: RequestSituation): KeyValue =>
  byCloudFormation ? "absent" : "unknown";

/**
 * By key in small letters, which is how IAM takes them. Key policies and SCPs ask about the specs of a key: CloudFormation
 * sends the defaults where a template is silent.
 * Source: AWS IAM User Guide, "AWS global condition context keys"; Service Authorization Reference, KMS, IAM, S3, EC2.
 */
const known: Readonly<Record<string, (situation: RequestSituation) => KeyValue>> = {
  "aws:requestedregion": ({ region }) => text(region),
  "ec2:region": ({ region }) => text(region),
  "aws:principalarn": ({ principal }) => text(principal.arn),
  "aws:principalaccount": ({ accountId }) => text(accountId),
  "aws:principaltype": ({ principal }) => text(principal.arn.includes(":user/") ? "User" : "AssumedRole"),
  "aws:principalorgid": ({ organizationId }) => optional(organizationId, "unknown"),
  "aws:resourceaccount": ({ accountId }) => text(accountId),
  "aws:resourceorgid": ({ organizationId }) => optional(organizationId, "unknown"),
  "aws:securetransport": () => truth(true),
  "aws:currenttime": ({ now }) => ({ type: "date", values: [now.toISOString()] }),
  "aws:epochtime": ({ now }) => ({ type: "numeric", values: [String(Math.floor(now.getTime() / 1000))] }),
  "aws:principalisawsservice": () => truth(false),
  // With a service role CloudFormation calls as that role, not on the caller's behalf.
  "aws:viaawsservice": ({ calledVia }) => truth(calledVia !== undefined),
  "aws:calledvia": ({ calledVia }) =>
    calledVia === undefined ? "absent" : { type: "stringList", values: [calledVia] },
  "aws:calledviafirst": ({ calledVia }) => optional(calledVia, "absent"),
  "aws:calledvialast": ({ calledVia }) => optional(calledVia, "absent"),
  "iam:passedtoservice": ({ passedTo }) => optional(passedTo, "unknown"),
  "aws:sourcevpc": notOfCloudFormation,
  "aws:sourcevpce": notOfCloudFormation,
  "aws:sourcevpcarn": notOfCloudFormation,
  "aws:vpcsourceip": notOfCloudFormation,
  "aws:federatedprovider": notOfCloudFormation,
  "aws:username": notOfCloudFormation,
  "aws:principalservicename": () => "absent",
  "aws:tagkeys": ({ tags }) =>
    Object.keys(tags).length === 0 ? "absent" : { type: "stringList", values: Object.keys(tags) },
  "s3:x-amz-server-side-encryption": ({ encryption }) => text(encryption),
  "iam:permissionsboundary": ({ boundary }) => optional(boundary, "absent"),
  "kms:keyspec": () => text("SYMMETRIC_DEFAULT"),
  "kms:keyusage": () => text("ENCRYPT_DECRYPT"),
  "kms:keyorigin": () => text("AWS_KMS"),
  "kms:multiregion": () => truth(false),
  "kms:bypasspolicylockoutsafetycheck": () => truth(false),
};

/** What a condition key has in a deployment's requests. */
export function contextValue(key: string, situation: RequestSituation): KeyValue {
  const small = key.toLowerCase();
  const [family, tag] = small.split(/\/(.*)/s) as [string, string?];
  if (tag === undefined) return (Object.hasOwn(known, small) && known[small]?.(situation)) || "unknown";
  const { tags, principal } = situation;
  if (family === "aws:requesttag") return optional(tagOf(tags, tag), "absent");
  if (family === "aws:principaltag" && principal.tags) return optional(tagOf(principal.tags, tag), "absent");
  return "unknown";
}

/** Names of tags are compared without regard to case in a condition key. */
function tagOf(tags: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(tags).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** The values to send for some keys, and the keys, in small letters, that nothing is known of. */
export function contextOf(
  keys: readonly string[],
  situation: RequestSituation,
): { readonly values: ContextValues; readonly unknown: ReadonlySet<string> } {
  const all = keys.map((key) => [key, contextValue(key, situation)] as const);
  return {
    values: Object.fromEntries(
      all.flatMap(([key, value]) => (typeof value === "string" ? [] : [[key, value] as const])),
    ),
    unknown: new Set(all.flatMap(([key, value]) => (value === "unknown" ? [key.toLowerCase()] : []))),
  };
}

const globalRegions: Readonly<Record<Partition["name"], string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

/**
 * The region that requests for an action are made to, as `aws:RequestedRegion` has it.
 * Source: AWS IAM User Guide, "AWS global condition context keys": global services have one endpoint.
 */
export function requestedRegion(action: string, region: string): string {
  return action.startsWith("iam:") ? globalRegions[partitionOf(region).name] : region;
}

/** Questions apart by the region that their requests go to. */
export function byRequestedRegion<Question extends { readonly actions: readonly string[] }>(
  questions: readonly Question[],
  region: string,
): ReadonlyMap<string, readonly Question[]> {
  const regions = new Map<string, Question[]>();
  for (const question of questions) {
    for (const there of new Set(question.actions.map((action) => requestedRegion(action, region)))) {
      const actions = question.actions.filter((action) => requestedRegion(action, region) === there);
      regions.set(there, [...(regions.get(there) ?? []), { ...question, actions }]);
    }
  }
  return regions;
}
