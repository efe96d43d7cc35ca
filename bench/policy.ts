import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { checkout } from "../local/setup/places.mjs";
import { atMost, type Figure } from "./figure.ts";
import { onLocalAws } from "./onLocalAws.ts";
import { ownProject } from "./preview.ts";
import { measure } from "./processTree.ts";

/**
 * What the policy pack adds to a `pulumi preview` of this project's program, from its sources and bundled: the same preview
 * with and without, in turn, each with nothing compiled before. Of each the best round counts.
 */
export async function policyFigures(rounds: number, say: (text: string) => void): Promise<readonly Figure[]> {
  return await onLocalAws(async ({ directory, env }) => {
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
  });
}
