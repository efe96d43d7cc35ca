import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { S3 } from "@aws-sdk/client-s3";
import { execa } from "execa";

/** An account and region that a demo deploys to. */
export interface DemoPlace {
  readonly region: string;
  /** AWS profile; left out, the process's own keys are for it. */
  readonly profile?: string;
}

export interface Demo {
  readonly environment: string;
  readonly places: readonly DemoPlace[];
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
  const { environment, places, projectDirectory } = demo;
  if (await demoStands(demo)) {
    // The root stack is protected: that it may go has to be said first.
    await pulumi(projectDirectory, ["state", "unprotect", "--all", "--yes", "--stack", environment]);
    for (const place of places) await allowDeletion(place);
    await pulumi(projectDirectory, ["destroy", "--yes", "--skip-preview", "--stack", environment]);
    // The environment's file belongs to the repository.
    await pulumi(projectDirectory, ["stack", "rm", "--yes", "--preserve-config", "--stack", environment]);
  }
  for (const place of places) {
    await removeBuckets(new S3(place));
    await removeLogGroups(new CloudWatchLogs(place));
  }
  return (await Promise.all(places.map(leftovers))).flat();
}

function pulumi(projectDirectory: string, args: readonly string[]) {
  return execa("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd: projectDirectory });
}

/** The driver has switched termination protection on, once the first deploy had succeeded. */
async function allowDeletion(place: DemoPlace): Promise<void> {
  const stacks = new CloudFormation(place);
  const { Stacks = [] } = await stacks.describeStacks({});
  for (const { StackName, EnableTerminationProtection, ParentId } of Stacks) {
    // Nested stacks show their root stack's.
    if (EnableTerminationProtection && !ParentId) {
      await stacks.updateTerminationProtection({ StackName, EnableTerminationProtection: false });
    }
  }
}

async function removeBuckets(s3: S3): Promise<void> {
  for (const Bucket of await pantherBuckets(s3)) {
    await emptyBucket(s3, Bucket);
    await s3.deleteBucket({ Bucket });
  }
}

/** Removes all objects of a bucket, in all their versions. */
export async function emptyBucket(s3: S3, Bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket });
    const kept = [...Versions, ...DeleteMarkers];
    if (kept.length === 0) return;
    for (const { Key = "", VersionId } of kept) {
      await s3.deleteObject({ Bucket, Key, ...(VersionId && { VersionId }) });
    }
  }
}

async function removeLogGroups(logs: CloudWatchLogs): Promise<void> {
  for (const logGroupName of await pantherLogGroups(logs)) await logs.deleteLogGroup({ logGroupName });
}

/** Buckets have generated names that begin with the stack's; the demos' root stacks are `panther-demo…`. */
async function pantherBuckets(s3: S3): Promise<readonly string[]> {
  const { Buckets = [] } = await s3.listBuckets({});
  return Buckets.flatMap(({ Name }) => (Name?.startsWith("panther-demo") ? Name : []));
}

async function pantherLogGroups(logs: CloudWatchLogs): Promise<readonly string[]> {
  const { logGroups = [] } = await logs.describeLogGroups({});
  return logGroups.flatMap(({ logGroupName }) => (logGroupName && /\/panther-/.test(logGroupName) ? logGroupName : []));
}

async function leftovers(place: DemoPlace): Promise<readonly string[]> {
  const { Stacks = [] } = await new CloudFormation(place).describeStacks({});
  return [
    ...Stacks.map(({ StackName, StackStatus }) => `stack ${StackName} (${StackStatus})`),
    ...(await pantherBuckets(new S3(place))).map((name) => `bucket ${name}`),
    ...(await pantherLogGroups(new CloudWatchLogs(place))).map((name) => `log group ${name}`),
  ];
}
