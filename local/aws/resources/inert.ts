// Types that the emulator lacks and that nothing here looks into: they are recorded with an id and attributes of the right form.
import type { Provisioned, ResourceProvider, ResourceRequest } from "../../cloudformation/types.ts";

interface InertType {
  /** The form of the physical id: <name> the property's value (else a generated name), <hex17>, <hex32>, <uuid>, <byte>, <region>, <account>. */
  readonly id: string;
  /** The property that names it; another value means another resource. */
  readonly nameProperty?: string;
  /** Attributes in the same forms, and <id>. */
  readonly attributes?: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, InertType>> = {
  "AWS::ApplicationAutoScaling::ScalableTarget": { id: "service/<name>|scalable", nameProperty: "ResourceId" },
  "AWS::ApplicationAutoScaling::ScalingPolicy": {
    id: "arn:<partition>:autoscaling:<region>:<account>:scalingPolicy:<uuid>:policyName/<name>",
    nameProperty: "PolicyName",
    attributes: { Arn: "<id>" },
  },
  "AWS::Athena::DataCatalog": { id: "<name>", nameProperty: "Name" },
  "AWS::Batch::ComputeEnvironment": arnNamed(
    "batch",
    "compute-environment",
    "ComputeEnvironmentName",
    "ComputeEnvironmentArn",
  ),
  "AWS::Batch::JobDefinition": arnNamed("batch", "job-definition", "JobDefinitionName", "JobDefinitionArn"),
  "AWS::Batch::JobQueue": arnNamed("batch", "job-queue", "JobQueueName", "JobQueueArn"),
  "AWS::CloudTrail::Trail": {
    id: "<name>",
    nameProperty: "TrailName",
    attributes: { Arn: "arn:<partition>:cloudtrail:<region>:<account>:trail/<id>", SnsTopicArn: "" },
  },
  "AWS::EC2::EIP": { id: "198.51.100.<byte>", attributes: { AllocationId: "eipalloc-<hex17>", PublicIp: "<id>" } },
  "AWS::EC2::FlowLog": { id: "fl-<hex17>", attributes: { Id: "<id>" } },
  "AWS::EC2::NatGateway": { id: "nat-<hex17>", attributes: { NatGatewayId: "<id>" } },
  "AWS::EC2::SecurityGroupEgress": { id: "sgr-<hex17>", attributes: { Id: "<id>" } },
  "AWS::EC2::SecurityGroupIngress": { id: "sgr-<hex17>", attributes: { Id: "<id>" } },
  "AWS::GuardDuty::Detector": { id: "<hex32>", attributes: { Id: "<id>" } },
  "AWS::IAM::Group": {
    id: "<name>",
    nameProperty: "GroupName",
    attributes: { Arn: "arn:<partition>:iam::<account>:group/<id>" },
  },
  "AWS::Serverless::Application": {
    id: "arn:<partition>:cloudformation:<region>:<account>:stack/<name>/<uuid>",
    attributes: { "Outputs.ApplicationId": "<uuid>" },
  },
};

function arnNamed(service: string, kind: string, nameProperty: string, attribute: string): InertType {
  return {
    id: `arn:<partition>:${service}:<region>:<account>:${kind}/<name>`,
    nameProperty,
    attributes: { [attribute]: "<id>" },
  };
}

export function isInert(type: string): boolean {
  return Object.hasOwn(types, type);
}

/** @param random numbers in [0, 1) */
export function inertResources(random: () => number): ResourceProvider {
  const make = (request: ResourceRequest): Provisioned => {
    const { id, attributes = {}, nameProperty } = typeOf(request);
    const named = nameProperty === undefined ? undefined : request.properties[nameProperty];
    const name =
      named === undefined
        ? `${request.stackName}-${request.logicalId}-${hex(random, 12).toUpperCase()}`
        : String(named);
    const known = {
      name,
      partition: request.scope.partition,
      region: request.scope.region,
      account: request.scope.accountId,
    };
    const physicalId = fill(id, known, random);
    const filled = Object.entries(attributes).map(([key, form]) => [
      key,
      fill(form, { ...known, id: physicalId }, random),
    ]);
    return { physicalId, attributes: Object.fromEntries(filled) };
  };
  return {
    create: async (request) => make(request),
    update: async (request) => {
      const { nameProperty } = typeOf(request);
      const renamed =
        nameProperty !== undefined && request.properties[nameProperty] !== request.oldProperties[nameProperty];
      return renamed ? make(request) : { physicalId: request.physicalId, attributes: request.attributes };
    },
    delete: async () => undefined,
  };
}

function typeOf({ type }: ResourceRequest): InertType {
  const found = types[type];
  if (!found) throw new Error(`${type} is not an inert type`);
  return found;
}

function fill(form: string, known: Readonly<Record<string, string>>, random: () => number): string {
  return form.replace(/<(\w+)>/g, (placeholder, name: string) => {
    if (name === "uuid") return [8, 4, 4, 4, 12].map((length) => hex(random, length)).join("-");
    if (name === "byte") return String(1 + Math.floor(random() * 254));
    if (name.startsWith("hex")) return hex(random, Number(name.slice("hex".length)));
    return known[name] ?? placeholder;
  });
}

function hex(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
}
