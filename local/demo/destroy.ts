import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { S3 } from "@aws-sdk/client-s3";
import { execa } from "execa";

interface Demo {
  readonly environment: string;
  readonly region: string;
  readonly projectDirectory: string;
}

/** Whether Pulumi knows of the demo's environment. */
export async function demoStands({ environment, projectDirectory }: Demo): Promise<boolean> {
  const { stdout } = await pulumi(projectDirectory, ["stack", "ls", "--json"]);
  return (JSON.parse(stdout) as readonly { readonly name: string }[]).some(({ name }) => name === environment);
}

/**
 * Destroys the demo's environment with plain Pulumi commands, then removes what Panther retains (its buckets) and what
 * its functions wrote (log groups). Answers with what is left all the same.
 */
export async function destroyDemo(demo: Demo): Promise<readonly string[]> {
  const { environment, projectDirectory } = demo;
  if (await demoStands(demo)) {
    // The root stack is protected: that it may go has to be said first.
    await pulumi(projectDirectory, ["state", "unprotect", "--all", "--yes", "--stack", environment]);
    await pulumi(projectDirectory, ["destroy", "--yes", "--skip-preview", "--stack", environment]);
    // The environment's file belongs to the repository.
    await pulumi(projectDirectory, ["stack", "rm", "--yes", "--preserve-config", "--stack", environment]);
  }
  await removeBuckets(new S3({ region: demo.region }));
  await removeLogGroups(new CloudWatchLogs({ region: demo.region }));
  return leftovers(demo);
}

function pulumi(projectDirectory: string, args: readonly string[]) {
  return execa("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd: projectDirectory });
}

async function removeBuckets(s3: S3): Promise<void> {
  const { Buckets = [] } = await s3.listBuckets({});
  for (const { Name: Bucket = "" } of Buckets) {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket });
    for (const { Key = "", VersionId } of [...Versions, ...DeleteMarkers]) {
      await s3.deleteObject({ Bucket, Key, ...(VersionId && { VersionId }) });
    }
    await s3.deleteBucket({ Bucket });
  }
}

async function removeLogGroups(logs: CloudWatchLogs): Promise<void> {
  const { logGroups = [] } = await logs.describeLogGroups({});
  for (const { logGroupName } of logGroups) if (logGroupName) await logs.deleteLogGroup({ logGroupName });
}

async function leftovers({ region }: Demo): Promise<readonly string[]> {
  const { Stacks = [] } = await new CloudFormation({ region }).describeStacks({});
  const { Buckets = [] } = await new S3({ region }).listBuckets({});
  const { logGroups = [] } = await new CloudWatchLogs({ region }).describeLogGroups({});
  return [
    ...Stacks.map(({ StackName, StackStatus }) => `stack ${StackName} (${StackStatus})`),
    ...Buckets.map(({ Name }) => `bucket ${Name}`),
    ...logGroups.map(({ logGroupName }) => `log group ${logGroupName}`),
  ];
}
