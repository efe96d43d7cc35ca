/** An AWS partition: what differs in ARNs, hosts and console links. Every one of those is made from this table. */
export interface Partition {
  readonly name: "aws" | "aws-cn" | "aws-us-gov";
  /** Domain of service endpoints, `AWS::URLSuffix` in CloudFormation. */
  readonly dnsSuffix: string;
  readonly consoleHost: string;
  readonly regionPrefix: string;
}

const partitions: readonly [Partition, ...Partition[]] = [
  { name: "aws", dnsSuffix: "amazonaws.com", consoleHost: "console.aws.amazon.com", regionPrefix: "" },
  { name: "aws-cn", dnsSuffix: "amazonaws.com.cn", consoleHost: "console.amazonaws.cn", regionPrefix: "cn-" },
  {
    name: "aws-us-gov",
    dnsSuffix: "amazonaws.com",
    consoleHost: "console.amazonaws-us-gov.com",
    regionPrefix: "us-gov-",
  },
];

/** The partition that a region lies in. */
export function partitionOf(region: string): Partition {
  const special = partitions.find(({ regionPrefix }) => regionPrefix !== "" && region.startsWith(regionPrefix));
  return special ?? partitions[0];
}

/** Link to a stack's events in the CloudFormation console; works for deleted stacks too, since it names the ARN. */
export function stackConsoleUrl(region: string, stackId: string): string {
  const host = partitionOf(region).consoleHost;
  const stack = encodeURIComponent(stackId);
  return `https://${host}/cloudformation/home?region=${region}#/stacks/events?stackId=${stack}`;
}
