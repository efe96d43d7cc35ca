import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { withLocalAws } from "../local/aws/environment.ts";
import { startLocalAws } from "../local/aws/instance.ts";
import { localFolder } from "../local/setup/places.mjs";
import { pulumiEnvironment } from "../local/standins/environment.ts";

/** A folder and variables for Pulumi on a local AWS of its own, where resources take no time. */
export interface PulumiPlace {
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Measures on a local AWS that goes again afterwards, with all that was made in its folder. */
export async function onLocalAws<T>(work: (place: PulumiPlace) => Promise<T>): Promise<T> {
  const localDirectory = localFolder();
  const directory = await mkdtemp(join(localDirectory, "tmp", "bench-"));
  const aws = await startLocalAws({ directory: join(directory, "aws"), resourceSeconds: 0 });
  try {
    await mkdir(join(directory, "state"));
    const env = {
      ...withLocalAws(process.env, aws.endpoint, { accountId: "111111111111", region: "us-east-1" }),
      ...pulumiEnvironment(localDirectory),
      PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
    };
    return await work({ directory, env });
  } finally {
    await aws.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
