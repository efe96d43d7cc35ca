import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { withLocalAws } from "../local/aws/environment.ts";
import { startLocalAws } from "../local/aws/instance.ts";
import { checkout, localFolder } from "../local/setup/places.mjs";
import { pulumiEnvironment } from "../local/standins/environment.ts";
import { atMost, type Figure } from "./figure.ts";
import { ownProject } from "./preview.ts";
import { measure } from "./processTree.ts";

/**
 * What the policy pack adds to a `pulumi preview` of this project's program, from its sources and bundled: the same preview
 * with and without, in turn, each with nothing compiled before. Of each the best round counts.
 */
export async function policyFigures(rounds: number, say: (text: string) => void): Promise<readonly Figure[]> {
  const localDirectory = localFolder();
  const directory = await mkdtemp(join(localDirectory, "tmp", "bench-policy-"));
  const aws = await startLocalAws({ directory: join(directory, "aws"), resourceSeconds: 0 });
  const env = {
    ...withLocalAws(process.env, aws.endpoint, { accountId: "111111111111", region: "us-east-1" }),
    ...pulumiEnvironment(localDirectory),
    PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
  };
  try {
    await mkdir(join(directory, "state"));
    const cwd = await ownProject(directory);
    await execa("pulumi", ["stack", "init", "bench"], { cwd, env });
    const bundle = join(directory, "policy");
    await execa("npm", ["run", "--silent", "policy:build", "--", bundle], { cwd: checkout });
    const sides = [
      { name: "without", options: [], seconds: [] as number[] },
      { name: "sources", options: ["--policy-pack", join(checkout, "policy")], seconds: [] as number[] },
      { name: "bundled", options: ["--policy-pack", bundle], seconds: [] as number[] },
    ] as const;
    for (let round = 1; round <= rounds; round++) {
      for (const { name, options, seconds } of sides) {
        const temporary = await mkdtemp(join(cwd, "tmp-"));
        const command = ["preview", "--stack", "bench", "--non-interactive", ...options];
        const cost = await measure("pulumi", command, { cwd, env: { ...env, TMPDIR: temporary } });
        await rm(temporary, { recursive: true, force: true });
        seconds.push(cost.seconds);
        say(`round ${round}  policy pack: ${name.padEnd(8)} ${cost.seconds.toFixed(2).padStart(6)} s`);
      }
    }
    const [without, sources, bundled] = sides.map(({ seconds }) => Math.min(...seconds)) as [number, number, number];
    return [
      atMost("pulumi preview: what the policy pack adds, from its sources", sources - without, 1.5, "s"),
      atMost("pulumi preview: what the policy pack adds, bundled", bundled - without, 1.5, "s"),
    ];
  } finally {
    await aws.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
