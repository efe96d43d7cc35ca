import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { FlowLog } from "@pulumi/aws/ec2/flowLog.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import type * as pulumi from "@pulumi/pulumi";

type Tags = pulumi.Output<Record<string, string>>;

interface FlowLogsArgs {
  readonly parent: pulumi.Resource;
  readonly vpcId: pulumi.Input<string>;
  /** Where the records go; CloudWatch, when left out. */
  readonly bucketArn: pulumi.Input<string> | undefined;
  readonly retentionDays: pulumi.Input<number> | undefined;
  readonly tags: Tags;
}

/** Records all traffic of a VPC, in a bucket or in a CloudWatch log group of its own. */
export function flowLogs(name: string, { parent, vpcId, bucketArn, retentionDays, tags }: FlowLogsArgs): void {
  const common = { vpcId, trafficType: "ALL", tags };
  const flowLog = `${name}-flow-log`;
  if (bucketArn !== undefined) {
    new FlowLog(flowLog, { ...common, logDestinationType: "s3", logDestination: bucketArn }, { parent });
    return;
  }
  // Named by Pulumi after the component, so never as a function or a build of Panther's, which a teardown would look for.
  const logGroup = new LogGroup(`${name}-flow-logs`, { retentionInDays: retentionDays ?? 365, tags }, { parent });
  const { role, policy } = writer(name, logGroup, parent, tags);
  const destination = { logDestinationType: "cloud-watch-logs", logDestination: logGroup.arn, iamRoleArn: role.arn };
  // EC2 tries the role out when it begins, and gives up on one that may not write yet.
  new FlowLog(flowLog, { ...common, ...destination }, { parent, dependsOn: [policy] });
}

function writer(name: string, logGroup: LogGroup, parent: pulumi.Resource, tags: Tags) {
  const role = new Role(
    `${name}-flow-log-writer`,
    { assumeRolePolicy: logGroup.arn.apply(trustInFlowLogs), tags },
    { parent },
  );
  const policy = new RolePolicy(
    `${name}-flow-log-writing`,
    { role: role.name, policy: logGroup.arn.apply(writingTo) },
    { parent },
  );
  return { role, policy };
}

/** Flow logs of the log group's own account and region alone: the service acts for every account of AWS. */
function trustInFlowLogs(logGroupArn: string): string {
  const [, partition, , region, account] = logGroupArn.split(":");
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": `arn:${partition}:ec2:${region}:${account}:vpc-flow-log/*` },
        },
      },
    ],
  });
}

function writingTo(logGroupArn: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        // The group itself, and its streams.
        Resource: [logGroupArn, `${logGroupArn}:*`],
      },
    ],
  });
}
