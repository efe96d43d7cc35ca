import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { emulatorPython, launcherFile } from "../emulator/location.mjs";

export interface EmulatorOptions {
  /** State, temporary files and log go below. */
  readonly directory: string;
  /** The port in the URLs that MiniStack hands out: the front's. */
  readonly frontPort: number;
  /** Nothing is saved. Default false. */
  readonly ephemeral?: boolean;
  /** Corrections to leave out, for the tests that show they are needed. */
  readonly without?: readonly string[];
}

export interface EmulatorProcess {
  readonly port: number;
  readonly process: ChildProcess;
  /** Asks it to save its state and waits until it has ended. */
  stop(): Promise<void>;
}

/** Starts MiniStack through the launcher; resolves once it listens. It ends with this process, however that ends. */
export async function startEmulator(options: EmulatorOptions): Promise<EmulatorProcess> {
  const { directory, frontPort, ephemeral = false, without = [] } = options;
  const python = emulatorPython();
  if (!existsSync(python)) {
    throw new Error(
      `The emulator's Python is not at ${python}. Run "npm run setup", or set PANTHER_EMULATOR_PYTHON to one that has local/emulator/requirements.txt.`,
    );
  }
  const temporary = join(directory, "tmp");
  // Lambda's folders of a killed run are left there.
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const port = await freePort();
  const args = [
    "--port",
    String(port),
    "--lock",
    join(directory, "emulator.lock"),
    "--exit-with-stdin",
    ...without.flatMap((name) => ["--without", name]),
  ];
  const log = openSync(join(directory, "emulator.log"), "a");
  const child = spawn(python, [launcherFile, ...args], {
    stdio: ["pipe", "pipe", log],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LANG: "C.UTF-8",
      TMPDIR: temporary,
      PYTHONDONTWRITEBYTECODE: "1",
      GATEWAY_PORT: String(frontPort),
      MINISTACK_HOST: "127.0.0.1",
      // Functions call AWS at the front, so that they see our CloudFormation and CodeBuild.
      AWS_ENDPOINT_URL: `http://127.0.0.1:${frontPort}`,
      PERSIST_STATE: ephemeral ? "0" : "1",
      STATE_DIR: join(directory, "emulator"),
      S3_PERSIST: ephemeral ? "0" : "1",
      S3_DATA_DIR: join(directory, "s3"),
      LOG_LEVEL: "WARNING",
      // Listeners of their own that nothing here uses.
      IOT_MTLS_ENABLED: "0",
      SFTP_ENABLED: "0",
    },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.on("error", () => undefined);
  await ready(child, join(directory, "emulator.log"));
  return {
    port,
    process: child,
    async stop() {
      child.kill("SIGTERM");
      const impatience = setTimeout(() => child.kill("SIGKILL"), 30_000);
      await ended;
      clearTimeout(impatience);
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess, log: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) throw new Error("The emulator has no standard output");
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line === "ready") resolve();
    });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(new Error(`The emulator ended with ${signal ?? `code ${code}`} while starting; see ${log}`)),
    );
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
