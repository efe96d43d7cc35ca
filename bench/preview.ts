import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { parse, stringify } from "yaml";
import { checkout } from "../local/setup/places.mjs";
import { atMost, type Figure } from "./figure.ts";
import { onLocalAws } from "./onLocalAws.ts";
import { type Cost, measure } from "./processTree.ts";

/**
 * Wall time and peak memory of `pulumi preview`: this project's program against the set-up that the stock
 * `aws-typescript` template makes (ts-node with type check, `@pulumi/aws` imported at its root), in turn, on the same
 * engine, plugin and AWS. Of each side the best round counts: the machine's noise only ever adds.
 */
export async function previewFigures(rounds: number, say: (text: string) => void): Promise<readonly Figure[]> {
  return await onLocalAws(async ({ directory, env }) => {
    const ours = { name: "this project", cwd: await ownProject(directory), env };
    const stock = { name: "aws-typescript", cwd: await stockProject(directory), env };
    const costs = { ours: [] as Cost[], stock: [] as Cost[] };
    for (const { cwd } of [ours, stock]) await execa("pulumi", ["stack", "init", "bench"], { cwd, env });
    for (let round = 1; round <= rounds; round++) {
      costs.ours.push(await preview(ours, round, say));
      costs.stock.push(await preview(stock, round, say));
    }
    return [
      atMost(
        "pulumi preview: wall time against the aws-typescript template",
        best(costs.ours, "seconds") / best(costs.stock, "seconds"),
        0.4,
        "x",
      ),
      atMost(
        "pulumi preview: peak memory against the aws-typescript template",
        best(costs.ours, "peakMebibytes") / best(costs.stock, "peakMebibytes"),
        0.4,
        "x",
      ),
    ];
  });
}

async function preview(
  side: { readonly name: string; readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  round: number,
  say: (text: string) => void,
): Promise<Cost> {
  // ts-node and tsx keep what they compiled in the temporary folder, and ts-node then leaves the type check out: a
  // fresh one each time measures what a preview costs after a change, and on a pipeline's machine.
  const temporary = await mkdtemp(join(side.cwd, "tmp-"));
  const env = { ...side.env, TMPDIR: temporary };
  const cost = await measure("pulumi", ["preview", "--stack", "bench", "--non-interactive"], { cwd: side.cwd, env });
  await rm(temporary, { recursive: true, force: true });
  say(
    `round ${round}  ${side.name.padEnd(14)} ${cost.seconds.toFixed(2).padStart(6)} s ${cost.peakMebibytes.toFixed(0).padStart(5)} MiB`,
  );
  return cost;
}

const best = (costs: readonly Cost[], key: keyof Cost) => Math.min(...costs.map((cost) => cost[key]));

/** The project's own program, with an environment for the bench. */
export async function ownProject(directory: string): Promise<string> {
  const project = join(directory, "own");
  await mkdir(join(project, "stacks"), { recursive: true });
  const settings: object = parse(await readFile(join(checkout, "Pulumi.yaml"), "utf8"));
  await writeFile(join(project, "Pulumi.yaml"), stringify({ ...settings, main: join(checkout, "index.ts") }));
  await writeFile(
    join(project, "stacks", "Pulumi.bench.yaml"),
    `config:
  panther:version: v1.39.7
  panther:region: us-east-1
  panther:expectedAccountId: "111111111111"
  panther:rootStackName: panther-bench
  panther:parameters:
    FirstUserEmail: first.user@example.com
    OnboardSelf: false
    PulumiSecretArn: arn:aws:secretsmanager:us-east-1:111111111111:secret:panther-pulumi-token-AbCdEf
    PulumiSecretKeyArn: arn:aws:kms:us-east-1:111111111111:key/00000000-0000-4000-8000-000000000000
`,
  );
  return project;
}

/** What `pulumi new aws-typescript` makes, with this checkout's packages. */
async function stockProject(directory: string): Promise<string> {
  const project = join(directory, "stock");
  await mkdir(project);
  await writeFile(join(project, "Pulumi.yaml"), "name: stock\nruntime: nodejs\n");
  await writeFile(join(project, "Pulumi.bench.yaml"), "config:\n  aws:region: us-east-1\n");
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "stock", main: "index.ts" }));
  const compilerOptions = {
    strict: true,
    outDir: "bin",
    target: "es2020",
    module: "commonjs",
    moduleResolution: "node10",
    // TypeScript 6 takes the template's settings only with this one.
    ignoreDeprecations: "6.0",
    types: ["node"],
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  await writeFile(
    join(project, "index.ts"),
    `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("my-bucket");
export const bucketName = bucket.id;
export const project = pulumi.getProject();
`,
  );
  await symlink(join(checkout, "node_modules"), join(project, "node_modules"));
  return project;
}
