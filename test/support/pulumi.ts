import { type SpawnOptions, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { localFolder, pulumiBinary } from "../../local/setup/places.mjs";
import { pulumiEnvironment } from "../../local/standins/environment.ts";
import { installStandIns } from "../../local/standins/install.ts";

/** The folder of the instance that all tests share; what they make in it goes to `tmp/`. */
export const localDirectory = localFolder();

/** The Pulumi CLI for tests: `PANTHER_PULUMI`, or the one that set-up has put into the cache. */
export function pulumiCli(): string {
  const path = pulumiBinary();
  if (!existsSync(path))
    throw new Error(`There is no Pulumi CLI at ${path}: \`npm test\` brings one, or set PANTHER_PULUMI.`);
  return path;
}

let installed: ReturnType<typeof installStandIns> | undefined;

/** Installs the stand-ins for this mocha run, once. */
export function installedStandIns(): ReturnType<typeof installStandIns> {
  installed ??= installStandIns({ localDirectory, pulumi: pulumiCli() });
  return installed;
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

export interface ProjectOptions {
  /** Text of index.ts, an ES module with access to the checkout's packages. */
  readonly program: string;
  /** `key` or `project:key` to value; plain text. */
  readonly config?: Readonly<Record<string, string>>;
  /** As `config`, stored as secrets. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Added to Pulumi's environment: that of a local AWS, as a rule. */
  readonly environment?: Readonly<Record<string, string>>;
  /** More files, by their path in the project. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A throw-away Pulumi project with one stack `test` and a state of its own. */
export interface Project {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs `pulumi` with these arguments, in the project, non-interactively and without colour. */
  pulumi(...args: readonly string[]): Promise<Run>;
  up(...args: readonly string[]): Promise<Run>;
  preview(...args: readonly string[]): Promise<Run>;
  refresh(...args: readonly string[]): Promise<Run>;
  destroy(...args: readonly string[]): Promise<Run>;
  /** Replaces the program. */
  write(program: string): Promise<void>;
  /** State as `pulumi stack export` shows it: secrets are ciphertext. */
  resources(): Promise<readonly ResourceState[]>;
  /** The one resource of a type; throws unless there is exactly one. */
  resource(type: string): Promise<ResourceState>;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
  /** The whole state as text, to look for what must not be in it. */
  stateText(): Promise<string>;
  /** Removes the folder; resources have to be destroyed before. */
  remove(): Promise<void>;
}

export async function newProject(options: ProjectOptions): Promise<Project> {
  await installedStandIns();
  const parent = join(localDirectory, "tmp");
  await mkdir(parent, { recursive: true });
  // Below the checkout, so that Node finds the checkout's node_modules.
  const directory = await mkdtemp(join(parent, "project-"));
  const state = join(directory, "state");
  await mkdir(state);
  const environment = {
    ...pulumiEnvironment(localDirectory),
    PULUMI_BACKEND_URL: `file://${state}`,
    ...options.environment,
  };
  await write("Pulumi.yaml", pulumiYaml);
  await write("package.json", JSON.stringify({ type: "module", main: "index.ts" }));
  await write("index.ts", options.program);
  for (const [path, text] of Object.entries(options.files ?? {})) await write(path, text);
  const pulumi = (...args: readonly string[]) =>
    execute("pulumi", [...args, "--non-interactive", "--color=never"], {
      cwd: directory,
      env: { ...withoutForeignAws(process.env), ...environment },
    });
  await mustRun("stack", "init", "test");
  const plain = Object.entries(options.config ?? {}).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
  const secret = Object.entries(options.secrets ?? {}).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
  if (plain.length + secret.length > 0) await mustRun("config", "set-all", ...plain, ...secret);

  return {
    directory,
    environment,
    pulumi,
    up: (...args) => pulumi("up", "--yes", ...args),
    preview: (...args) => pulumi("preview", ...args),
    refresh: (...args) => pulumi("refresh", "--yes", ...args),
    destroy: (...args) => pulumi("destroy", "--yes", ...args),
    write: (program) => write("index.ts", program),
    resources,
    resource: async (type) => {
      const found = (await resources()).filter((resource) => resource.type === type);
      const [only] = found;
      if (only === undefined || found.length > 1) throw new Error(`${found.length} resources of type ${type} in state`);
      return only;
    },
    outputs: async () => JSON.parse((await mustRun("stack", "output", "--json", "--show-secrets")).stdout),
    stateText: async () => (await mustRun("stack", "export")).stdout,
    remove: () => rm(directory, { recursive: true, force: true }),
  };

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }

  async function mustRun(...args: readonly string[]): Promise<Run> {
    const result = await pulumi(...args);
    if (result.code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${result.stdout}${result.stderr}`);
    return result;
  }

  async function resources(): Promise<readonly ResourceState[]> {
    const { deployment } = JSON.parse((await mustRun("stack", "export")).stdout);
    return deployment.resources ?? [];
  }
}

const pulumiYaml = `name: standins
runtime:
  name: nodejs
  options:
    typescript: false
    nodeargs: "--import=tsx"
`;

/** Runs a command to its end; a command that can't be started is an error, one that fails is a result. */
export function execute(command: string, args: readonly string[], options: SpawnOptions): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
